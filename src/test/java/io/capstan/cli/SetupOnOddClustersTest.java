package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code capstan setup} where something of a trust that is in use is missing, or is not as the documentation has it. */
class SetupOnOddClustersTest {
    private static final String TRUST = "cert-manager";
    private static final String PREVIOUS = "linkerd-previous-anchor";

    private final CronJob job = CronJob.onThePagesCluster();
    private final KubernetesClient client = job.drydock().client();
    private final String old = job.anchor();

    @AfterEach
    void stop() {
        job.close();
    }

    /** Retiring an anchor earlier than its last leaf was an outage: linkerd2#4287. */
    @Test
    void aSlotThatIsMissingComesBackWithTheAnchorsThatTheBundleStillHolds() {
        client.secrets().inNamespace(TRUST).withName(PREVIOUS).delete();
        renewAnchor();
        assertThat(job.drydock().certificates().bundled()).containsExactly(old);

        job.capstan("setup");
        job.drydock().world().settle();
        assertThat(job.drydock().certificates().bundled()).containsExactlyInAnyOrder(old, job.anchor());
    }

    @Test
    void aSlotAndABundleThatAreMissingComeBackWithWhatSignedTheIssuer() {
        renewAnchor();
        client.genericKubernetesResources(Kinds.BUNDLE)
                .withName("linkerd-identity-trust-roots")
                .delete();
        client.configMaps()
                .inNamespace("linkerd")
                .withName("linkerd-identity-trust-roots")
                .delete();
        client.secrets().inNamespace(TRUST).withName(PREVIOUS).delete();

        job.capstan("setup");
        assertThat(job.drydock().certificates().bundled()).containsExactlyInAnyOrder(old, job.anchor());
    }

    @Test
    void besideAnAnchorThatIsKeptElsewhereNoOtherIsMade() {
        client.genericKubernetesResources(Kinds.CERTIFICATE)
                .inNamespace(TRUST)
                .withName("linkerd-trust-anchor")
                .delete();
        client.secrets().inNamespace(TRUST).withName("linkerd-trust-anchor").delete();
        long writes = job.writes();

        assertThat(job.capstan("setup", "--improve")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.writes()).isEqualTo(writes);
        assertThat(job.printed()).contains("its trust anchor is kept elsewhere");
    }

    @Test
    void aSlotIsMadeUnderTheKeyThatTheBundleReads() {
        client.secrets().inNamespace(TRUST).withName(PREVIOUS).delete();
        job.kubectl().setBundleSources("""
                [{"secret":{"name":"linkerd-trust-anchor","key":"tls.crt"}},
                 {"configMap":{"name":"linkerd-previous-anchor","key":"old.pem"}}]""");

        job.capstan("setup");
        assertThat(job.printed()).contains("created   ConfigMap cert-manager/linkerd-previous-anchor");
        assertThat(client.configMaps()
                        .inNamespace(TRUST)
                        .withName(PREVIOUS)
                        .require()
                        .getData())
                .containsOnlyKeys("old.pem");
        job.drydock().world().settle();
        assertThat(job.capstan("check")).as(job.printed()).isEqualTo(1);
    }

    @Test
    void anAnchorThatIsBeingRenewedIsWaitedForAndNothingIsTouchedMeanwhile() {
        job.drydock().certManager().stop();
        job.drydock().certificates().renew(TRUST, "linkerd-trust-anchor");

        assertThat(job.capstan("setup", "--improve")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.writes()).isZero();
        assertThat(job.lastLine()).startsWith("refused: waited 2m for cert-manager to issue");
    }

    @Test
    void aRightThatIsMissingIsNamed() {
        client.secrets().inNamespace(TRUST).withName(PREVIOUS).delete();
        job.drydock().api().forbid("create", "secrets");

        assertThat(job.capstan("setup")).isEqualTo(ExitCode.CLUSTER);
        assertThat(job.lastLine()).contains("grant create on secrets in namespace cert-manager");
    }

    private void renewAnchor() {
        job.drydock().certificates().renew(TRUST, "linkerd-trust-anchor");
        job.drydock().until("it is renewed", () -> !job.anchor().equals(old));
        job.drydock().world().settle();
    }
}
