package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.probe.Tally;
import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.RealStack;
import io.capstan.e2e.stack.Shell;
import org.junit.jupiter.api.TestInfo;

/** A cluster after the page's steps, with a mesh of which every handshake is counted, and one of the overlays of {@code k8s/}. */
record MeshedCluster(RealStack stack, RealMesh mesh, Page page) implements AutoCloseable {

    static MeshedCluster start(TestInfo test, String overlay) {
        RealStack stack = RealStack.start(test.getTestMethod().orElseThrow().getName());
        try {
            RealMesh mesh = RealMesh.afterThePage(stack);
            stack.shell().kubectl("apply", "-k", overlay);
            return new MeshedCluster(stack, mesh, new Page(stack));
        } catch (RuntimeException | AssertionError e) {
            stack.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (stack;
                mesh) {
            // the mesh first
        }
    }

    Shell shell() {
        return stack.shell();
    }

    /** The present trust anchor, PEM. */
    String anchor() {
        return page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt");
    }

    /** The anchor is another one, and it alone is in the bundle. */
    void assertRotatedFrom(String old) {
        assertThat(anchor()).isNotEqualTo(old);
        assertThat(page.bundle().strip()).isEqualTo(anchor().strip());
    }

    void assertNoHandshakeFailed() {
        Tally tally = mesh.probe().tally();
        System.out.println(tally.handshakes() + " handshakes, " + tally.failed() + " failed");
        assertThat(tally.handshakes()).isGreaterThan(1_000);
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.blockedStarts()).isEmpty();
    }

    /** Sets a number in the spec of one of the data plane's Deployments. */
    void setSpec(String deployment, String field, int value) {
        shell().kubectl(
                        "patch",
                        "deployment",
                        deployment,
                        "--namespace=emojivoto",
                        "--type=merge",
                        "--patch={\"spec\":{\"" + field + "\":" + value + "}}");
    }

    /** How often each workload of the data plane has been changed, its creation included: {@code 2 web}. */
    String generations() {
        return shell().kubectl(
                        "get",
                        "deployment,statefulset,daemonset",
                        "--namespace=emojivoto",
                        "--output=jsonpath={range .items[*]}{.metadata.generation} {.metadata.name}{\"\\n\"}{end}");
    }
}
