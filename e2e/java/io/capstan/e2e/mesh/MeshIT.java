package io.capstan.e2e.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.linkerd.Proxy;
import io.capstan.drydock.probe.Tally;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.RealStack;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The mesh that Capstan is to keep unbroken, before Capstan has done anything. */
class MeshIT {
    private static RealStack stack;
    private static RealMesh mesh;

    @BeforeAll
    static void start() {
        stack = RealStack.start("mesh");
        mesh = RealMesh.afterThePage(stack);
    }

    @AfterAll
    static void stop() {
        try (RealStack last = stack;
                RealMesh first = mesh) {
            assertThat(first.probe().tally().failures()).isEmpty();
        }
    }

    @Test
    void givesEveryPodOfTheWorkloadsAProxy() {
        assertThat(mesh.linkerd().proxies())
                .extracting(Proxy::pod)
                .filteredOn(pod -> pod.startsWith("emojivoto/"))
                .hasSize(10);
    }

    @Test
    void handsTheBundleOutInADryRunAndCreatesNothing() {
        String created = stack.shell()
                .kubectl(
                        "run",
                        "probe",
                        "--namespace=emojivoto",
                        "--image=example.org/probe:1",
                        "--dry-run=server",
                        "-o",
                        "jsonpath={.spec.initContainers[?(@.name=='linkerd-proxy')].env[0].value}");

        assertThat(created.strip()).isEqualTo(new Page(stack).bundle().strip());
        assertThat(stack.admin()
                        .pods()
                        .inNamespace("emojivoto")
                        .withName("probe")
                        .get())
                .isNull();
    }

    @Test
    void renewsLeavesAndReplacesPodsWithoutAFailedHandshake() {
        Map<String, X509Certificate> before = leaves();

        mesh.restart("emojivoto");
        stack.await(
                "every leaf has been renewed",
                () -> leaves().entrySet().stream()
                        .noneMatch(leaf -> leaf.getValue().equals(before.get(leaf.getKey()))));

        Tally tally = mesh.probe().tally();
        assertThat(tally.handshakes()).isPositive();
        assertThat(tally.failed()).isZero();
        assertThat(tally.blocked()).isZero();
    }

    private static Map<String, X509Certificate> leaves() {
        return mesh.linkerd().proxies().stream()
                .filter(Proxy::isReady)
                .collect(Collectors.toMap(
                        Proxy::pod, proxy -> proxy.leaf().orElseThrow().first(), (one, other) -> one));
    }
}
