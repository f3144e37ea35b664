package io.capstan.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.page.Page;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ground that the other tests stand on: the stack itself, and the page's procedure on it, without Capstan. */
class StackIT {
    private static RealStack stack;

    @BeforeAll
    static void start() {
        stack = RealStack.start("stack");
        new Page(stack).setUp();
    }

    @AfterAll
    static void stop() {
        List<ProcessHandle> processes = stack.processes();
        stack.close();
        assertThat(processes).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void listensOnLoopbackAlone() {
        stack.await("all listen", () -> Listening.of(stack.processes()).size() >= 8);

        assertThat(Listening.of(stack.processes())).allMatch(Listening.Socket::isLoopback);
    }

    @Test
    void keepsBothAnchorsInTheBundleFromARenewalUntilThePreviousOneIsReplaced() {
        Page page = new Page(stack);
        String before = page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt");

        page.renew("cert-manager", "linkerd-trust-anchor");
        page.awaitRevision("cert-manager", "linkerd-trust-anchor", 2);
        page.awaitAnchorsInBundle(2);

        assertThat(page.bundle()).contains(before.strip());
        assertThat(page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt"))
                .isNotEqualTo(before);

        page.copyAnchorToPrevious();
        page.awaitAnchorsInBundle(1);

        assertThat(page.bundle()).doesNotContain(before.strip());
    }

    @Test
    void showsThePagesChainOfTrustWithThePagesOwnFunction() {
        Page page = new Page(stack);

        String anchor = page.inspectSecret("cert-manager", "linkerd-trust-anchor", "tls.crt");

        assertThat(anchor.lines())
                .satisfiesExactly(
                        issuer -> assertThat(issuer).matches("Issuer: \\.{19} CN=root\\.linkerd\\.cluster\\.local"),
                        subject -> assertThat(subject)
                                .matches("Subject: [0-9a-f]{16}\\.{3} CN=root\\.linkerd\\.cluster\\.local"));
        assertThat(page.inspectSecret("linkerd", "linkerd-identity-issuer", "tls.crt"))
                .matches("(?s)Issuer: [0-9a-f]{16}\\.{3} CN=root\\..*Subject: [0-9a-f]{16}\\.{3} CN=identity\\..*");
    }

    @Test
    void acceptsTheNamespaceThatThePageGivesToObjectsWithoutOne() {
        assertThat(new Page(stack).apply("5-trust-bundle.yaml"))
                .contains("bundle.trust.cert-manager.io/linkerd-identity-trust-roots unchanged");
        assertThat(stack.shell().kubectl("get", "clusterissuer", "linkerd-identity-issuer", "-o", "name"))
                .contains("clusterissuer.cert-manager.io/linkerd-identity-issuer");
    }

    @Test
    void letsCertManagersWebhookRefuseARenewalThatBeginsAfterTheEnd() {
        Shell.Result refused = stack.shell()
                .bash("kubectl patch certificate -n linkerd linkerd-identity-issuer --type merge"
                        + " -p '{\"spec\":{\"renewBefore\":\"49h\"}}'");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("admission webhook \"webhook.cert-manager.io\" denied the request");
    }

    @Test
    void givesAServiceAccountNoMoreThanItsRights() {
        stack.admin()
                .serviceAccounts()
                .inNamespace("default")
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("nobody")
                        .endMetadata()
                        .build())
                .create();
        Config config = Config.fromKubeconfig(RunDirectory.read(Path.of(stack.kubeconfig("default", "nobody"))));

        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            Assertions.assertThatThrownBy(
                            () -> client.secrets().inNamespace("linkerd").list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(403))
                    .hasMessageContaining("system:serviceaccount:default:nobody");
        }
    }

    @Test
    void makesAMeshedPodReadyOnlyOnceItsProxyIs() {
        create("meshed", Map.of("linkerd.io/control-plane-ns", "linkerd"), Map.of());
        create("held", Map.of(), Map.of("drydock.capstan.io/hold", "true"));
        create("plain", Map.of(), Map.of());

        stack.await("the plain pod is ready", () -> isReady("plain"));
        assertThat(isReady("meshed")).isFalse();

        stack.shell().kubectl("annotate", "pod", "meshed", "drydock.capstan.io/proxy=ready");
        stack.await("the meshed pod is ready", () -> isReady("meshed"));
        assertThat(isReady("held")).isFalse();
    }

    @Test
    void delaysReadinessByAsMuchAsThePodAsksFor() {
        create("slow", Map.of(), Map.of("drydock.capstan.io/ready-after", "2s"));
        stack.await("the slow pod is ready", () -> isReady("slow"));

        var pod = stack.admin().pods().inNamespace("default").withName("slow").get();
        var started = java.time.Instant.parse(pod.getStatus().getStartTime());
        var created = java.time.Instant.parse(pod.getMetadata().getCreationTimestamp());
        assertThat(Duration.between(created, started)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    private static boolean isReady(String pod) {
        return Readiness.getInstance()
                .isReady(stack.admin()
                        .pods()
                        .inNamespace("default")
                        .withName(pod)
                        .get());
    }

    private static void create(String name, Map<String, String> labels, Map<String, String> annotations) {
        stack.admin()
                .pods()
                .inNamespace("default")
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .withAnnotations(annotations)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("registry.invalid/main:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }
}
