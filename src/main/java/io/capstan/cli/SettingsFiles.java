package io.capstan.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The files in {@code config/} that Quarkus reads when it starts: it would tell a mistake in them with a stack trace. */
final class SettingsFiles {
    private SettingsFiles() {}

    /**
     * The first mistake in those below {@code directory}.
     *
     * @return one line that names the file; empty if there is no such file, or nothing is wrong with it
     */
    static Optional<String> mistake(Path directory) {
        Path config = directory.resolve("config");
        if (!Files.isDirectory(config)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(config)) {
            return files.sorted()
                    .flatMap(file -> mistakeOf(file).stream())
                    .map(mistake ->
                            mistake + "; expected settings such as capstan.rotate-before: correct it, or remove it")
                    .findFirst();
        } catch (IOException e) {
            return Optional.of(config + " cannot be read; expected a directory with settings, or none");
        }
    }

    private static Optional<String> mistakeOf(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith("application")) {
            return Optional.empty();
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return YamlFile.mistake(List.of(file));
        }
        return name.endsWith(".properties") ? mistakeOfProperties(file) : Optional.empty();
    }

    private static Optional<String> mistakeOfProperties(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            new Properties().load(reader);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(file + " has a \\u that no four digits follow");
        } catch (IOException e) {
            return Optional.of(file + " cannot be read");
        }
    }
}
