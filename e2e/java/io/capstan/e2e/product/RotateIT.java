package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.probe.Tally;
import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.Eventually;
import io.capstan.e2e.stack.RealStack;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Whole rotations of a mesh with Deployments, a StatefulSet and a DaemonSet, every handshake counted, and no more rights than {@code k8s/} gives. */
class RotateIT {
    private RealStack stack;
    private RealMesh mesh;
    private Page page;
    private Capstan capstan;

    @BeforeEach
    void start(TestInfo test) {
        stack = RealStack.start(test.getTestMethod().orElseThrow().getName());
        mesh = RealMesh.afterThePage(stack);
        page = new Page(stack);
        stack.shell().kubectl("apply", "-k", "k8s/base");
        capstan = Capstan.asDeployed(stack, "capstan");
    }

    @AfterEach
    void stop() {
        mesh.close();
        stack.close();
    }

    @Test
    void seamlessReplacesTheAnchorWithoutAFailedHandshakeAndARetriedJobChangesNothing() {
        String old = anchor();

        Capstan.Result rotation = rotate("--strategy", "seamless", "--request-id", "job-1");

        assertRotated(rotation, old);
        assertNoHandshakeFailed();
        assertThat(generations()).contains("2 web", "2 api", "2 db", "2 agent");

        String current = anchor();
        Capstan.Result retried = rotate("--strategy", "seamless", "--request-id", "job-1");

        assertThat(retried.exitCode()).isZero();
        assertThat(anchor()).isEqualTo(current);
        assertThat(generations()).contains("2 web", "2 api", "2 db", "2 agent");
    }

    @Test
    void promptReplacesTheAnchorWithoutAFailedHandshakeThoughItIsKilledInTheMiddle() {
        String old = anchor();

        try (Capstan.Running first =
                capstan.start("rotate", "--yes", "--strategy", "prompt", "--request-id", "job-2")) {
            Eventually.until(
                    "the data plane is being restarted",
                    Duration.ofMinutes(1),
                    () -> generations().contains("2 web"));
            first.kill();
        }
        assertThat(page.anchorsInBundle()).isEqualTo(2);
        Capstan.Result second = rotate("--strategy", "prompt", "--request-id", "job-2");

        assertRotated(second, old);
        assertNoHandshakeFailed();
        assertThat(generations()).contains("3 web", "3 api", "3 db", "3 agent");
    }

    @Test
    void documentedReplacesTheAnchorAndSaysBeforehandThatHandshakesWillFail() {
        String old = anchor();

        Capstan.Result plan = capstan.run("plan", "--strategy", "documented");
        Capstan.Result rotation = rotate("--strategy", "documented");

        assertThat(plan.out()).containsIgnoringCase("handshakes");
        assertRotated(rotation, old);
        assertThat(mesh.probe().tally().failed()).isPositive();
        assertThat(generations()).contains("2 web", "2 api", "2 db", "2 agent");
    }

    @Test
    void stopsAtARolloutBeyondItsDeadlineWithAMeshThatWorksAndGoesOnOnceItIsRepaired() {
        String old = anchor();
        stack.shell()
                .kubectl(
                        "patch",
                        "deployment",
                        "api",
                        "--namespace=emojivoto",
                        "--type=merge",
                        "--patch={\"spec\":{\"progressDeadlineSeconds\":5}}");
        mesh.holdNewPodsOf("api");

        Capstan.Result stopped = rotate("--strategy", "prompt");

        assertThat(stopped.exitCode()).isEqualTo(2);
        assertThat(stopped.err()).contains("Deployment emojivoto/api", "ProgressDeadlineExceeded", "api-");
        assertThat(page.anchorsInBundle()).isEqualTo(2);
        assertNoHandshakeFailed();

        mesh.releasePodsOf("api");
        mesh.awaitRollouts("emojivoto");
        assertRotated(rotate("--strategy", "prompt"), old);
        assertNoHandshakeFailed();
    }

    /** cert-manager 1.21 knows spec.renewal.policy: Disabled, and never renews what has it. */
    @Test
    void holdsTheIssuersRenewalWhileProxiesLackTheAnchorAndGivesItBackThoughItIsKilledInBetween() {
        stack.shell().kubectl("apply", "-k", "k8s/hold-issuer");
        String old = anchor();
        Capstan holding = capstan.with(Map.of("CAPSTAN_HOLD_ISSUER", "true"));
        mesh.holdNewPodsOf("api");

        try (Capstan.Running first = holding.start("rotate", "--yes", "--strategy", "prompt")) {
            Eventually.until(
                    "the data plane is being restarted",
                    Duration.ofMinutes(1),
                    () -> generations().contains("2 api"));
            first.kill();
        }
        assertThat(issuer("{.spec.renewal.policy} {.metadata.annotations.capstan\\.io/held-renewal-policy}"))
                .isEqualTo("Disabled unset");
        assertThat(capstan.run("check").out()).contains("issuer-held");

        mesh.releasePodsOf("api");
        Capstan.Result second = holding.run("rotate", "--yes", "--strategy", "prompt");

        assertRotated(second, old);
        assertNoHandshakeFailed();
        assertThat(issuer("{.spec.renewal.policy}{.metadata.annotations.capstan\\.io/held-renewal-policy}"))
                .isEmpty();
        assertThat(issuer("{.status.renewalTime}")).isNotEmpty();
    }

    private String issuer(String jsonpath) {
        return page.certificate("linkerd", "linkerd-identity-issuer", jsonpath);
    }

    private Capstan.Result rotate(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "rotate";
        arguments[1] = "--yes";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return capstan.run(arguments);
    }

    private void assertRotated(Capstan.Result rotation, String old) {
        assertThat(rotation.exitCode()).as(rotation.out() + rotation.err()).isZero();
        assertThat(anchor()).isNotEqualTo(old);
        assertThat(page.bundle().strip()).isEqualTo(anchor().strip());
        assertThat(page.secret("cert-manager", "linkerd-previous-anchor", "tls.crt")
                        .strip())
                .isEqualTo(anchor().strip());
        assertThat(page.secret("cert-manager", "linkerd-previous-anchor", "tls.key"))
                .isEmpty();
        Capstan.Result check = capstan.run("check", "-o", "json");
        assertThat(check.out()).contains("\"phase\": \"steady\"").doesNotContain("\"severity\": \"critical\"");
    }

    private void assertNoHandshakeFailed() {
        Tally tally = mesh.probe().tally();
        assertThat(tally.handshakes()).isGreaterThan(1_000);
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.blockedStarts()).isEmpty();
    }

    private String anchor() {
        return page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt");
    }

    /** How often each workload of the data plane has been changed, its creation included: {@code 2 web}. */
    private String generations() {
        return stack.shell()
                .kubectl(
                        "get",
                        "deployment,statefulset,daemonset",
                        "--namespace=emojivoto",
                        "--output=jsonpath={range .items[*]}{.metadata.generation} {.metadata.name}{\"\\n\"}{end}");
    }
}
