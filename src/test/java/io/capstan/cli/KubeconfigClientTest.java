package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.cluster.ClusterException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
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
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where no client comes of a kubeconfig. {@code BrokenKubeconfigIT} has the same from outside. */
class KubeconfigClientTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "certificate-authority, 'certificate-authority: /nowhere/ca.crt', ''",
        "client-certificate, '', 'client-certificate: /nowhere/ca.crt, client-key: /etc/hostname'",
        "client-key, '', 'client-certificate: /etc/hostname, client-key: /nowhere/ca.crt'",
    })
    void namesTheFileThatCannotBeRead(String member, String cluster, String user) {
        Path file = kubeconfig("server: \"https://127.0.0.1:1\"", cluster, user);
        assertRefused(file, member + " is /nowhere/ca.crt in " + file + "; expected a file that can be read");
    }

    @Test
    void namesWhatIsNoCertificateAndQuotesNothingOfIt() {
        Path file = kubeconfig(
                "server: \"https://127.0.0.1:1\"", "", "client-certificate-data: c2VjcmV0, client-key-data: c2VjcmV0");
        assertRefused(
                file,
                "client-certificate and client-key in " + file
                        + " are of no use; expected a certificate and its private key, in PEM");
    }

    @Test
    void namesTheMemberThatIsNoneOfAKubeconfig() {
        Path file = kubeconfig("server: \"https://127.0.0.1:1\"", "", "client-key-data: {secret: 1}");
        assertRefused(
                file,
                "--kubeconfig is " + file + "; expected a kubeconfig: " + file
                        + " has at users[0].user.client-key-data what no kubeconfig has there");
    }

    @Test
    void saysThatAFileLeadsToNoCluster() {
        Path file = write("");
        assertRefused(file, "--kubeconfig is " + file + "; expected a kubeconfig: " + file + " leads to no cluster");
    }

    @Test
    void saysThatItsCurrentContextLeadsToNoCluster() {
        Path file =
                write(kubeconfigText("server: \"https://127.0.0.1:1\"", "", "").replace("current-context: it", ""));
        assertRefused(
                file,
                "--kubeconfig is " + file
                        + "; expected a current-context that leads to a cluster; set it, or give --context");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nowhere/aws-iam | [] | /nowhere/aws-iam: not found",
                "sh | [-c, 'echo token expired >&2; exit 7'] | token expired",
                "echo | [junk] | Error unmarshalling ExecCredential",
            })
    void namesTheExecPluginThatGivesNoCredentials(String command, String arguments, String why) {
        Path file = kubeconfig(
                "server: \"https://127.0.0.1:1\"",
                "",
                "exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, installHint: ask Jo, command: "
                        + command + ", args: " + arguments + "}");
        assertThatThrownBy(() -> client(file))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("exec plugin " + command + " of user me in " + file + " gave no credentials (")
                .hasMessageContaining(why)
                .hasMessageEndingWith("); run it by hand to see why; its installHint is: ask Jo");
    }

    @Test
    void namesTheTokenFileThatCannotBeRead() {
        Path file = kubeconfig("server: \"https://127.0.0.1:1\"", "", "tokenFile: /nowhere/token");
        assertRefused(file, "tokenFile of user me in " + file + " is /nowhere/token; expected a file that can be read");
    }

    @Test
    void readsTheTokenFileEachTimeAnewAndNamesAnEmptyOne() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        Path file = kubeconfig("server: \"https://127.0.0.1:1\"", "", "tokenFile: token");
        try (KubernetesClient client = client(file)) {
            assertThat(client.getConfiguration().getOauthTokenProvider().getToken())
                    .isEqualTo("first");
            Files.writeString(token, "second");
            assertThat(client.getConfiguration().getOauthTokenProvider().getToken())
                    .isEqualTo("second");
        }
        Files.writeString(token, "");
        assertRefused(file, "tokenFile of user me in " + file + " is " + token + ", which is empty; expected a token");
    }

    private static KubernetesClient client(Path file) {
        return KubeconfigClient.of(
                new ClusterChoice(Optional.empty(), Optional.of(file), Optional.empty(), List.of(), Map.of()),
                new KubernetesSerialization());
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> client(file))
                .isInstanceOf(ClusterException.class)
                .hasMessage(message);
    }

    private Path kubeconfig(String server, String cluster, String user) {
        return write(kubeconfigText(server, cluster, user));
    }

    private static String kubeconfigText(String server, String cluster, String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: it
                clusters:
                  - {name: it, cluster: {%s, %s}}
                contexts:
                  - {name: it, context: {cluster: it, user: me}}
                users:
                  - {name: me, user: {%s}}
                """.formatted(server, cluster.isEmpty() ? "tls-server-name: it" : cluster, user);
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("kubeconfig"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
