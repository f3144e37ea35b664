package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {
    @TempDir
    private Path directory = Path.of("");

    private Optional<String> mistake(String name, String text) throws IOException {
        Path file = directory.resolve("config").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return YamlFile.mistakeOfSettings(directory);
    }

    @Test
    void namesTheFileAndThePlaceAndQuotesNothing() throws IOException {
        assertThat(mistake("application.yaml", "capstan: [secret\n  y: {"))
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith(directory.resolve("config/application.yaml") + " is no YAML (line 2, column ")
                        .endsWith("; expected settings such as capstan.rotate-before: correct it, or remove it")
                        .doesNotContain("secret"));
    }

    @Test
    void takesNothingButAMapping() throws IOException {
        assertThat(mistake("application.yml", "- secret"))
                .hasValueSatisfying(
                        line -> assertThat(line).contains("is no mapping").doesNotContain("secret"));
    }

    @Test
    void hasNothingToSayOfGoodFilesNorOfNone() throws IOException {
        assertThat(YamlFile.mistakeOfSettings(directory)).isEmpty();
        assertThat(mistake("application.yaml", "capstan:\n  rotate-before: 60d\n"))
                .isEmpty();
        assertThat(mistake("application.yaml", "# nothing yet\n")).isEmpty();
    }
}
