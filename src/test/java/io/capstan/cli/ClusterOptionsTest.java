package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.config.Key;
import io.capstan.drydock.Drydock;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of kubectl by which a person says which cluster is meant. */
class ClusterOptionsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void areTakenBeforeAndAfterTheNameOfTheCommand() {
        try (Drydock cluster = Drydock.afterThePage()) {
            Shell shell = Shell.on(cluster).as(Invocation.KUBECTL);
            assertThat(shell.run("check", "--context", "blue", "--kubeconfig", "there"))
                    .isLessThan(3);
            assertThat(shell.run("--context=blue", "--kubeconfig", "there", "check"))
                    .isLessThan(3);
            ClusterChoice choice = new ClusterChoice(
                    Optional.of("blue"), Optional.of(Path.of("there")), Optional.empty(), List.of(), Map.of());
            assertThat(shell.choices()).containsExactly(choice, choice);
        }
    }

    @Test
    void chooseTheConfiguredClusterWhereNoneIsGiven() {
        try (Drydock cluster = Drydock.afterThePage()) {
            Shell shell = Shell.on(cluster);
            shell.run("status");
            assertThat(shell.choices()).containsExactly(ClusterChoice.CONFIGURED);
            assertThat(ClusterChoice.CONFIGURED.isConfiguredCluster()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--context", "--kubeconfig", "--as", "--linkerd-namespace"})
    void thatAreEmptyAreRefusedForAnotherClusterMayHaveBeenMeant(String option) {
        try (Drydock cluster = Drydock.afterThePage()) {
            Shell shell = Shell.on(cluster);
            assertThat(shell.run("status", option, "")).isEqualTo(ExitCode.USAGE);
            assertThat(shell.err())
                    .isEqualToIgnoringNewLines(option + " is empty; expected a name, or no " + option + " at all");
            assertThat(Shell.on(cluster).as(Invocation.LINKERD).run("status", option + "="))
                    .isZero();
        }
    }

    @Test
    void nameTheNamespaceOfTheControlPlane() {
        try (Drydock cluster = Drydock.afterThePage()) {
            Shell shell = Shell.on(cluster);
            shell.run("check", "-L", "mesh");
            assertThat(shell.choices().get(0).settings()).containsEntry(Key.LINKERD_NAMESPACE, "mesh");
            assertThat(shell.choices().get(0).isConfiguredCluster()).isTrue();
        }
    }

    @Test
    void aContextIsReadFromTheKubeconfigThatIsNamed() {
        Config config = KubeconfigClient.config(choice(Optional.of("red"), kubeconfig()));
        assertThat(config.getMasterUrl()).isEqualTo("https://127.0.0.1:2/");
        assertThat(KubeconfigClient.config(choice(Optional.empty(), kubeconfig()))
                        .getMasterUrl())
                .isEqualTo("https://127.0.0.1:1/");
    }

    @Test
    void aContextThatDoesNotExistIsRefusedRatherThanTheCurrentOneTaken() {
        assertThatThrownBy(() -> KubeconfigClient.config(choice(Optional.of("green"), kubeconfig())))
                .isInstanceOf(WrongUsageException.class)
                .hasMessage("--context is 'green'; the kubeconfig has blue, red");
    }

    @Test
    void aKubeconfigThatDoesNotExistIsRefused() {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> KubeconfigClient.config(choice(Optional.empty(), none)))
                .isInstanceOf(WrongUsageException.class)
                .hasMessage("--kubeconfig is " + none + "; expected a file that can be read");
    }

    @Test
    void impersonateAsKubectlDoes() {
        ClusterChoice choice = new ClusterChoice(
                Optional.empty(),
                Optional.of(kubeconfig()),
                Optional.of("system:serviceaccount:capstan:capstan"),
                List.of("a", "b"),
                Map.of());
        Config config = KubeconfigClient.config(choice);
        assertThat(config.getImpersonateUsername()).isEqualTo("system:serviceaccount:capstan:capstan");
        assertThat(config.getImpersonateGroups()).containsExactly("a", "b");
    }

    private static ClusterChoice choice(Optional<String> context, Path kubeconfig) {
        return new ClusterChoice(context, Optional.of(kubeconfig), Optional.empty(), List.of(), Map.of());
    }

    private Path kubeconfig() {
        return write("""
                apiVersion: v1
                kind: Config
                current-context: blue
                clusters:
                  - {name: one, cluster: {server: "https://127.0.0.1:1"}}
                  - {name: two, cluster: {server: "https://127.0.0.1:2"}}
                contexts:
                  - {name: blue, context: {cluster: one, user: me}}
                  - {name: red, context: {cluster: two, user: me}}
                users:
                  - {name: me, user: {}}
                """);
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("kubeconfig"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
