package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.stack.Eventually;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Whole rotations of a mesh with Deployments, a StatefulSet and a DaemonSet, every handshake counted, and no more rights than {@code k8s/} gives. */
class RotateIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private MeshedCluster cluster;
    private Capstan capstan;

    @BeforeEach
    void start(TestInfo test) {
        cluster = MeshedCluster.start(test, "k8s/base");
        capstan = Capstan.asDeployed(cluster.stack(), "capstan");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void seamlessReplacesTheAnchorWithoutAFailedHandshakeAndARetriedJobChangesNothing() {
        String old = cluster.anchor();

        Capstan.Result rotation = rotate("--strategy", "seamless", "--request-id", "job-1");

        assertRotated(rotation, old);
        cluster.assertNoHandshakeFailed();
        assertThat(cluster.generations()).contains("2 web", "2 api", "2 db", "2 agent");

        String current = cluster.anchor();
        Capstan.Result retried = rotate("--strategy", "seamless", "--request-id", "job-1");

        assertThat(retried.exitCode()).isZero();
        assertThat(cluster.anchor()).isEqualTo(current);
        assertThat(cluster.generations()).contains("2 web", "2 api", "2 db", "2 agent");
    }

    @Test
    void promptReplacesTheAnchorWithoutAFailedHandshakeThoughItIsKilledInTheMiddle() {
        String old = cluster.anchor();

        try (Capstan.Running first =
                capstan.start("rotate", "--yes", "--strategy", "prompt", "--request-id", "job-2")) {
            Eventually.until(
                    "the data plane is being restarted",
                    LIMIT,
                    () -> cluster.generations().contains("2 web"));
            first.kill();
        }
        assertThat(cluster.page().anchorsInBundle()).isEqualTo(2);
        Capstan.Result second = rotate("--strategy", "prompt", "--request-id", "job-2");

        assertRotated(second, old);
        cluster.assertNoHandshakeFailed();
        assertThat(cluster.generations()).contains("3 web", "3 api", "3 db", "3 agent");
    }

    @Test
    void documentedReplacesTheAnchorAndSaysBeforehandThatHandshakesWillFail() {
        String old = cluster.anchor();

        Capstan.Result plan = capstan.run("plan", "--strategy", "documented");
        Capstan.Result rotation = rotate("--strategy", "documented");

        assertThat(plan.out()).containsIgnoringCase("handshakes");
        assertRotated(rotation, old);
        assertThat(cluster.mesh().probe().tally().failed()).isPositive();
        assertThat(cluster.generations()).contains("2 web", "2 api", "2 db", "2 agent");
    }

    @Test
    void stopsAtARolloutBeyondItsDeadlineWithAMeshThatWorksAndGoesOnOnceItIsRepaired() {
        String old = cluster.anchor();
        cluster.setSpec("api", "progressDeadlineSeconds", 5);
        cluster.mesh().holdNewPodsOf("api");

        Capstan.Result stopped = rotate("--strategy", "prompt");

        assertThat(stopped.exitCode()).isEqualTo(2);
        assertThat(stopped.err()).contains("Deployment emojivoto/api", "ProgressDeadlineExceeded", "api-");
        assertThat(cluster.page().anchorsInBundle()).isEqualTo(2);
        cluster.assertNoHandshakeFailed();

        cluster.setSpec("api", "progressDeadlineSeconds", 600);
        cluster.mesh().releasePodsOf("api");
        cluster.stack()
                .await(
                        "the rollout is no longer given up",
                        () -> !reasonOf("api", "Progressing").equals("ProgressDeadlineExceeded"));
        cluster.mesh().awaitRollouts("emojivoto");
        assertRotated(rotate("--strategy", "prompt"), old);
        cluster.assertNoHandshakeFailed();
    }

    /** cert-manager 1.21 knows spec.renewal.policy: Disabled, and never renews what has it. */
    @Test
    void holdsTheIssuersRenewalWhileProxiesLackTheAnchorAndGivesItBackThoughItIsKilledInBetween() {
        cluster.shell().kubectl("apply", "-k", "k8s/hold-issuer");
        String old = cluster.anchor();
        Capstan holding = capstan.with(Map.of("CAPSTAN_HOLD_ISSUER", "true"));
        cluster.mesh().holdNewPodsOf("api");

        try (Capstan.Running first = holding.start("rotate", "--yes", "--strategy", "prompt")) {
            Eventually.until(
                    "the data plane is being restarted",
                    LIMIT,
                    () -> cluster.generations().contains("2 api"));
            first.kill();
        }
        assertThat(issuer("{.spec.renewal.policy} {.metadata.annotations.capstan\\.io/held-renewal-policy}"))
                .isEqualTo("Disabled unset");
        assertThat(capstan.run("check").out()).contains("issuer-held");

        cluster.mesh().releasePodsOf("api");
        Capstan.Result second = holding.run("rotate", "--yes", "--strategy", "prompt");

        assertRotated(second, old);
        cluster.assertNoHandshakeFailed();
        assertThat(issuer("{.spec.renewal.policy}{.metadata.annotations.capstan\\.io/held-renewal-policy}"))
                .isEmpty();
        assertThat(issuer("{.status.renewalTime}")).isNotEmpty();
    }

    private String reasonOf(String deployment, String type) {
        return cluster.shell()
                .kubectl(
                        "get",
                        "deployment",
                        deployment,
                        "--namespace=emojivoto",
                        "--output=jsonpath={.status.conditions[?(@.type=='" + type + "')].reason}");
    }

    private String issuer(String jsonpath) {
        return cluster.page().certificate("linkerd", "linkerd-identity-issuer", jsonpath);
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
        cluster.assertRotatedFrom(old);
        assertThat(cluster.page()
                        .secret("cert-manager", "linkerd-previous-anchor", "tls.crt")
                        .strip())
                .isEqualTo(cluster.anchor().strip());
        assertThat(cluster.page().secret("cert-manager", "linkerd-previous-anchor", "tls.key"))
                .isEmpty();
        Capstan.Result check = capstan.run("check", "-o", "json");
        assertThat(check.out()).contains("\"phase\": \"steady\"").doesNotContain("\"severity\": \"critical\"");
    }
}
