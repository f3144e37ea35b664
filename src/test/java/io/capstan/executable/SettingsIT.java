package io.capstan.executable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that are not what they were meant to be: one line, before any cluster is asked. */
class SettingsIT {
    private static final int USAGE = 64;

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void makeTheDirectoryOfSettings() throws IOException {
        Files.createDirectories(directory.resolve("config"));
    }

    @Test
    void areRefusedWhereTheyAreMisspeltInTheFile() throws IOException {
        Files.writeString(directory.resolve("config/application.yaml"), "capstan:\n  volum-lag: 2m\n");
        assertRefused(
                capstan(),
                "capstan.volum-lag in " + real().resolve("config/application.yaml")
                        + " is no setting; did you mean capstan.volume-lag? correct or remove it");
    }

    @Test
    void areRefusedWhereTheyAreMisspeltInTheEnvironment() {
        assertRefused(
                capstan().with("CAPSTAN_VOLUM_LAG", "2m").with("CAPSTAN_SERVICE_HOST", "10.0.0.1"),
                "CAPSTAN_VOLUM_LAG in the environment is no setting; did you mean CAPSTAN_VOLUME_LAG? correct or remove it");
    }

    @ParameterizedTest
    @CsvSource({
        "'capstan:\n  history: 1\n  history: 2', 'has a name twice (line 3, column 3)'",
        "'capstan: &a\n  history: *a', 'has aliases that lead back to themselves, or to far too much'"
    })
    void areRefusedWhereTheFileIsNoSettings(String text, String mistake) throws IOException {
        Files.writeString(directory.resolve("config/application.yaml"), text);
        assertRefused(
                capstan(),
                "config/application.yaml " + mistake
                        + "; expected settings such as capstan.rotate-before: correct it, or remove it");
    }

    /** The order in which docs/cli.md tells them. */
    @Test
    void areTakenFromTheFirstPlaceThatHasThem() throws IOException {
        Files.writeString(directory.resolve("application.yaml"), "capstan: {volume-lag: no place}");
        Files.writeString(directory.resolve("config/application.properties"), "capstan.volume-lag=properties");
        assertThat(volumeLag(capstan())).isEqualTo("properties");
        Files.writeString(directory.resolve("config/application.yaml"), "capstan: {volume-lag: yaml}");
        assertThat(volumeLag(capstan())).isEqualTo("yaml");
        Files.writeString(directory.resolve(".env"), "CAPSTAN_VOLUME_LAG=dotenv");
        assertThat(volumeLag(capstan())).isEqualTo("dotenv");
        Executable environment = capstan().with("CAPSTAN_VOLUME_LAG", "variable");
        assertThat(volumeLag(environment)).isEqualTo("variable");
        assertThat(volumeLag(environment.with("JDK_JAVA_OPTIONS", "-Dcapstan.volume-lag=property")))
                .isEqualTo("property");
    }

    @Test
    void countAsNotSetWhereTheyAreEmptyWhateverComesAfter() throws IOException {
        Files.writeString(directory.resolve("config/application.properties"), "capstan.volume-lag=no duration");
        Executable.Result check = capstan().with("CAPSTAN_VOLUME_LAG", "").run("check");
        assertThat(check.exitCode()).describedAs(check.err()).isNotEqualTo(USAGE);
        assertThat(check.err()).doesNotContain("volume-lag");
    }

    /** As a value that is not allowed is told. */
    private static String volumeLag(Executable capstan) {
        Executable.Result check = capstan.run("check");
        assertThat(check.exitCode()).describedAs(check.err()).isEqualTo(USAGE);
        return check.err().replaceFirst("(?s).*capstan.volume-lag is '([^']*)'; .*", "$1");
    }

    private Executable capstan() {
        return Executable.underTest().startedIn(directory);
    }

    private Path real() throws IOException {
        return directory.toRealPath();
    }

    private static void assertRefused(Executable capstan, String line) {
        Executable.Result check = capstan.run("check");
        assertThat(check.exitCode()).describedAs(check.err()).isEqualTo(USAGE);
        assertThat(check.out()).isEmpty();
        assertThat(check.err()).isEqualTo(line + System.lineSeparator());
    }
}
