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
    private static final int USAGE = 64;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void isNamedWhereKubeconfigLeadsToIt() throws IOException {
        Path file = broken();
        assertRefused(
                Executable.underTest().at(file).run("check"),
                "KUBECONFIG is " + file + "; expected a kubeconfig: " + file + " is no YAML (line 2, column 1)");
    }

    @Test
    void isNamedWhereTheOptionLeadsToIt() throws IOException {
        Path file = broken();
        assertRefused(
                Executable.underTest().run("check", "--kubeconfig", file.toString()),
                "--kubeconfig is " + file + "; expected a kubeconfig: " + file + " is no YAML (line 2, column 1)");
    }

    @Test
    void isNotPassedOverWhereThereIsNoSuchFile() {
        Path file = directory.resolve("nowhere");
        assertRefused(
                Executable.underTest().at(file).run("check"),
                "KUBECONFIG is " + file + "; expected at least one file that can be read");
    }

    @Test
    void isLookedForWhereItUsuallyIs() {
        assertRefused(
                Executable.underTest().with("HOME", directory.toString()).run("check"),
                "no kubeconfig was found: KUBECONFIG is not set, there is no " + directory.resolve(".kube/config")
                        + ", and this is no pod with a ServiceAccount; set KUBECONFIG, or give --kubeconfig FILE");
    }

    @Test
    void isNotBlamedForACaThatIsNotThere() throws IOException {
        Path file = Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: it
                clusters:
                  - {name: it, cluster: {server: "https://127.0.0.1:1", certificate-authority: /nowhere/ca.crt}}
                contexts:
                  - {name: it, context: {cluster: it, user: me}}
                users:
                  - {name: me, user: {}}
                """);
        String line = "certificate-authority is /nowhere/ca.crt in " + file + "; expected a file that can be read";
        assertRefused(Executable.underTest().at(file).run("check"), line);
        assertRefused(Executable.underTest().at(file).run("check", "--context", "it"), line);
    }

    @Test
    void isNotBlamedForAVariable() {
        Executable.Result check = Executable.underTest()
                .with("HOME", directory.toString())
                .with("KUBERNETES_REQUEST_TIMEOUT", "soon")
                .run("check");

        assertThat(check.exitCode()).isEqualTo(CLUSTER);
        assertThat(check.err())
                .startsWith(
                        "the connection to a cluster cannot be configured (NumberFormatException); expected numbers")
                .hasLineCount(1);
    }

    /** What a person has just typed is wrong usage; what was left over in the environment is a cluster that cannot be read. */
    @Test
    void isWrongUsageWhereTheOptionNamesNothing() {
        Path file = directory.resolve("nowhere");
        Executable.Result check = Executable.underTest().run("check", "--kubeconfig", file.toString());

        assertThat(check.exitCode()).describedAs(check.err()).isEqualTo(USAGE);
        assertThat(check.err())
                .isEqualTo("--kubeconfig is " + file + "; expected a file that can be read" + System.lineSeparator());
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
