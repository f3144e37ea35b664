package io.capstan.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** The metrics of a text file. */
record MetricsSeen(List<String> lines) {
    static MetricsSeen in(Path file) {
        try {
            return new MetricsSeen(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param series such as {@code capstan_window_open} or {@code capstan_rotation_phase{phase="steady"}} */
    OptionalDouble find(String series) {
        String written = series.replace("}", ",}");
        return lines.stream()
                .filter(line -> line.startsWith(written + " "))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(written.length() + 1).replace("+Inf", "Infinity")))
                .findFirst();
    }

    double value(String series) {
        return find(series).orElseThrow(() -> new AssertionError("no " + series + " in " + lines));
    }

    Instant instant(String series) {
        return Instant.ofEpochSecond((long) value(series));
    }
}
