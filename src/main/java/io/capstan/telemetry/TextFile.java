package io.capstan.telemetry;

import io.capstan.report.Gauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file for node-exporter's textfile collector. It is replaced in one step, so that no half of it is ever read, and
 * everybody may read it (0644), because node-exporter runs as another user.
 */
public final class TextFile implements Outlet {
    private final Path file;

    /** @param file whose name must end with {@code .prom}: the collector reads no others */
    public TextFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public void publish(List<Gauge> gauges) throws UndeliveredException {
        replace(MetricsRegistry.holding(gauges).text());
    }

    @Override
    public void publishOnly(List<Gauge> gauges) throws UndeliveredException {
        Set<String> replaced = gauges.stream().map(Gauge::name).collect(Collectors.toSet());
        String kept = present()
                .lines()
                .filter(line -> !replaced.contains(metric(line)))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        replace(kept + MetricsRegistry.holding(gauges).text());
    }

    private String present() throws UndeliveredException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw undelivered("could not be read (" + Words.of(e) + ")", e);
        }
    }

    /** The name of the metric that a line of the text format speaks of: {@code # HELP name …} or {@code name{…} value}. */
    private static String metric(String line) {
        String[] words = line.split("[ {]", 4);
        return words[0].equals("#") && words.length > 2 ? words[2] : words[0];
    }

    private void replace(String text) throws UndeliveredException {
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new UndeliveredException("the metrics file " + file + " was not written: there is no directory "
                    + directory + "; make or mount it, or change capstan.textfile");
        }
        try {
            Path written = Files.createTempFile(directory, "." + file.getFileName() + ".", ".tmp");
            try {
                Files.writeString(written, text);
                Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw undelivered(
                    "was not written (" + Words.of(e) + "); this program's user must be able to write to " + directory,
                    e);
        }
    }

    private UndeliveredException undelivered(String what, Exception e) {
        return new UndeliveredException("the metrics file " + file + " " + what, e);
    }
}
