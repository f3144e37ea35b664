package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFilesTest {
    private static final String ADVICE = "; expected settings such as capstan.rotate-before: correct it, or remove it";

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "'capstan: [secret\n  y: {', 'is no YAML (line 2, column 4)'",
        "'a: 1\nsecret: 2\nsecret: 3', 'has a name twice (line 3, column 1)'",
        "'- secret', is no mapping of names to values",
        "'a: 1\n---\n- secret', is no mapping of names to values",
        "'capstan: &secret\n  leave: *secret', 'has aliases that lead back to themselves, or to far too much'",
        "'capstan: !!java.io.File [secret]', 'is no YAML (line 1, column 10)'",
        "'capstan: \u0007secret', is no YAML",
    })
    void areNamedWithThePlaceAndNothingIsQuoted(String text, String mistake) throws IOException {
        for (String name : new String[] {"application.yaml", "application.yml", "application-prod.yaml"}) {
            assertThat(mistake(name, text)).hasValue(file(name) + " " + mistake + ADVICE);
            Files.delete(file(name));
        }
    }

    /** Each alias stands for twice the one before. */
    @Test
    void areNotFollowedWithoutEnd() throws IOException {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int level = 1; level < 25; level++) {
            text.append("a%d: &a%d [*a%d, *a%d]%n".formatted(level, level, level - 1, level - 1));
        }
        assertThat(mistake("application.yaml", text.toString()))
                .hasValueSatisfying(line -> assertThat(line).contains("has aliases that lead back"));
    }

    @Test
    void areTextInUtf8() throws IOException {
        Files.createDirectories(directory.resolve("config"));
        Files.write(file("application.yaml"), "capstan: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(SettingsFiles.mistake(directory)).hasValue(file("application.yaml") + " is no UTF-8" + ADVICE);
    }

    @Test
    void areFiles() throws IOException {
        Files.createDirectories(file("application.yaml"));
        assertThat(SettingsFiles.mistake(directory)).hasValue(file("application.yaml") + " is a directory" + ADVICE);
    }

    @Test
    void mayBePropertiesToo() throws IOException {
        assertThat(mistake("application.properties", "capstan.bundle=\\uSECR"))
                .hasValue(file("application.properties") + " has a \\u that no four digits follow" + ADVICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "capstan:\n  rotate-before: 60d\n",
                "# nothing yet\n",
                "",
                "capstan:\n  windows:\n    - &night {cron: '0 22 * * *'}\n    - {<<: *night, timezone: UTC}\n"
            })
    void haveNothingToBeSaidOfWhereTheyAreWell(String text) throws IOException {
        assertThat(mistake("application.yaml", text)).isEmpty();
    }

    @Test
    void needNotBeThere() {
        assertThat(SettingsFiles.mistake(directory)).isEmpty();
    }

    private Optional<String> mistake(String name, String text) throws IOException {
        Files.createDirectories(directory.resolve("config"));
        Files.writeString(file(name), text);
        return SettingsFiles.mistake(directory);
    }

    private Path file(String name) {
        return directory.resolve("config").resolve(name);
    }
}
