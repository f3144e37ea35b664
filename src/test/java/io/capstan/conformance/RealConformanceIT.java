package io.capstan.conformance;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same against a real API server with cert-manager's kinds: {@code -Dcapstan.conformance.kubeconfig=FILE}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = RealConformanceIT.KUBECONFIG, matches = ".+")
class RealConformanceIT extends ApiConformance {
    static final String KUBECONFIG = "capstan.conformance.kubeconfig";

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(Objects.requireNonNull(System.getProperty(KUBECONFIG)))
                    .toFile()))
            .build();
    private final String namespace = "conformance-" + ProcessHandle.current().pid();

    @BeforeAll
    void createNamespace() {
        Namespace wanted = new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .build();
        client.resource(wanted).create();
        // No pod can be created before the controller has made this.
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);
    }

    @AfterEach
    void leaveNothing() {
        cleanUp();
    }

    @AfterAll
    void deleteNamespace() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }

    @Override
    KubernetesClient client() {
        return client;
    }

    @Override
    String namespace() {
        return namespace;
    }

    @Override
    void letASecondPass() {
        try {
            Thread.sleep(Duration.ofMillis(1_100).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    Instant now() {
        return Clock.systemUTC().instant();
    }
}
