package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.cluster.ClusterException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
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

/** {@code ApiServerTlsIT} has the same from outside, with environment variables and a server. */
class VerifiedConnectionTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aServerIsVerifiedUnlessSomethingSaysOtherwise() {
        assertThatCode(() -> VerifiedConnection.require(kubeconfig("server: \"https://api.example:6443\"")))
                .doesNotThrowAnyException();
    }

    @Test
    void aKubeconfigThatSkipsVerificationIsRefused() {
        assertThatThrownBy(() -> VerifiedConnection.require(
                        kubeconfig("server: \"https://api.example:6443\", insecure-skip-tls-verify: true")))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("The API server at https://api.example:6443/ would not be verified; ")
                .hasMessageContaining("insecure-skip-tls-verify");
    }

    @Test
    void aVerifiedCertificateThatMayNameAnyHostIsRefused() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://api.example:6443")
                .withDisableHostnameVerification(true)
                .build();
        assertThatThrownBy(() -> VerifiedConnection.require(config)).hasMessageContaining("would not be verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://api.example:8080", "http://10.0.0.1", "http://an_old_name:8080"})
    void anotherMachineIsNotAskedWithoutTls(String server) {
        assertThatThrownBy(() -> VerifiedConnection.require(kubeconfig("server: \"" + server + "\"")))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("would be asked without TLS");
    }

    @Test
    void thisMachineMayBeAskedWithoutTlsAsByKubectlProxy() {
        assertThatCode(() -> VerifiedConnection.require(kubeconfig("server: \"http://127.0.0.1:8001\"")))
                .doesNotThrowAnyException();
    }

    private Config kubeconfig(String cluster) {
        try {
            Path file = Files.writeString(folder.resolve("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    current-context: it
                    clusters:
                      - {name: it, cluster: {%s}}
                    contexts:
                      - {name: it, context: {cluster: it, user: me}}
                    users:
                      - {name: me, user: {}}
                    """.formatted(cluster));
            return KubeconfigClient.config(
                    new ClusterChoice(Optional.empty(), Optional.of(file), Optional.empty(), List.of(), Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
