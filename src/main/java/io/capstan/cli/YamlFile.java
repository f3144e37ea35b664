package io.capstan.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.cluster.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with a file of YAML, without a word of what stands in it: parsers quote the line, and that may be a key. */
final class YamlFile {
    private YamlFile() {}

    /**
     * The first mistake in the files that Quarkus reads below {@code directory}: it would tell it with a stack trace.
     *
     * @return one line that names the file; empty if there is no such file, or nothing is wrong with it
     */
    static Optional<String> mistakeOfSettings(Path directory) {
        return Stream.of("application.yaml", "application.yml")
                .map(name -> directory.resolve("config").resolve(name))
                .filter(Files::exists)
                .flatMap(file -> mistake(file).stream()
                        .map(mistake -> file + " " + mistake
                                + "; expected settings such as capstan.rotate-before: correct it, or remove it"))
                .findFirst();
    }

    /** @return the first mistake in {@code files}, with the file; those that do not exist count as empty */
    static Optional<String> mistake(List<Path> files) {
        return files.stream()
                .filter(Files::exists)
                .flatMap(file -> mistake(file).stream().map(mistake -> file + " " + mistake))
                .findFirst();
    }

    private static Optional<String> mistake(Path file) {
        try {
            Optional<JsonNode> first =
                    Yaml.documents(Files.readString(file)).stream().findFirst();
            return first.isEmpty() || first.get().isObject() || first.get().isNull()
                    ? Optional.empty()
                    : Optional.of("is no mapping of names to values");
        } catch (UncheckedIOException e) {
            return Optional.of(
                    "is no YAML" + (e.getCause() instanceof JsonProcessingException at ? place(at.getLocation()) : ""));
        } catch (IOException e) {
            return Optional.of("cannot be read");
        }
    }

    private static String place(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
