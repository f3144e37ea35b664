package io.capstan.executable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kubeconfig that is none: one line that names it, and quotes nothing of it, for a key may stand there. */
class BrokenKubeconfigIT {
    private static final int CLUSTER = 3;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void isNamedWhereKubeconfigLeadsToIt() throws IOException {
        Path file = broken();
        assertRefused(
                Executable.underTest().at(file).run("check"),
                "KUBECONFIG is " + file + "; expected a kubeconfig: " + file + " is no YAML (line 1, column 25)");
    }

    @Test
    void isNamedWhereTheOptionLeadsToIt() throws IOException {
        Path file = broken();
        assertRefused(
                Executable.underTest().run("check", "--kubeconfig", file.toString()),
                "--kubeconfig is " + file + "; expected a kubeconfig: " + file + " is no YAML (line 1, column 25)");
    }

    @Test
    void isNotPassedOverWhereThereIsNoSuchFile() {
        Path file = directory.resolve("nowhere");
        assertRefused(
                Executable.underTest().at(file).run("check"),
                "KUBECONFIG is " + file + "; expected at least one file that can be read");
    }

    private Path broken() throws IOException {
        return Files.writeString(directory.resolve("broken"), "client-key-data: [secret\n");
    }

    private static void assertRefused(Executable.Result result, String line) {
        assertThat(result.exitCode()).describedAs(result.err()).isEqualTo(CLUSTER);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo(line + System.lineSeparator());
    }
}
