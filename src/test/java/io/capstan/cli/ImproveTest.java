package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import io.capstan.drydock.resource.Fields;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code capstan setup} on a cluster that was set up by the page, and on which Linkerd runs. */
class ImproveTest {
    private final CronJob job = CronJob.onThePagesCluster();
    private final String anchor = job.anchor();

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void whatWorksIsLeftAsItIsAndTheDiffSaysWhatCouldBeBetter() {
        assertThat(job.capstan("setup")).isZero();
        assertThat(job.writes()).isZero();
        assertThat(job.printed())
                .contains(
                        "- spec.renewal: (not set)", "+ spec.renewal: {\"policy\":\"Disabled\"}", "not even at expiry")
                .contains("- data.tls.key: (a private key)")
                .contains("capstan setup --improve")
                .doesNotContain("created", "helm install");
    }

    @Test
    void improvedItIsWellAndTheAnchorIsStillTheSame() {
        assertThat(job.capstan("check")).isEqualTo(1);
        int revision = job.drydock().certificates().revision("cert-manager", "linkerd-trust-anchor");

        assertThat(job.capstan("setup", "--improve")).isZero();
        assertThat(job.printed()).contains("improved  Certificate cert-manager/linkerd-trust-anchor");
        job.drydock().world().settle();
        assertThat(job.anchor()).isEqualTo(anchor);
        assertThat(job.drydock().certificates().revision("cert-manager", "linkerd-trust-anchor"))
                .isEqualTo(revision);
        assertThat(previous().getData()).containsEntry("tls.key", "");
        assertThat(job.capstan("check")).as(job.printed()).isZero();

        long writes = job.writes();
        assertThat(job.capstan("setup", "--improve")).isZero();
        assertThat(job.writes()).isEqualTo(writes);
    }

    @Test
    void inTheMiddleOfARotationTheOldAnchorStaysAndOnlyItsKeyGoes() {
        job.drydock().renew("cert-manager", "linkerd-trust-anchor");
        job.drydock().world().settle();

        assertThat(job.capstan("setup", "--improve")).isZero();
        assertThat(previous().getData()).containsEntry("tls.key", "");
        assertThat(job.drydock().certificates().bundled()).containsExactlyInAnyOrder(anchor, job.anchor());
    }

    @Test
    void aKeyThatARenewalWouldKeepIsMadeToChangeWithTheNextOne() {
        job.kubectl().setAnchorsRotationPolicy("Never");
        assertThat(job.capstan("setup", "--improve")).isZero();
        GenericKubernetesResource certificate =
                job.drydock().certificates().get("cert-manager", "linkerd-trust-anchor");
        assertThat(Fields.text(certificate, "spec", "privateKey", "rotationPolicy"))
                .isEqualTo("Always");
        assertThat(Fields.text(certificate, "spec", "privateKey", "algorithm")).isEqualTo("ECDSA");
        assertThat(job.anchor()).isEqualTo(anchor);
    }

    @Test
    void aBundleWithoutThePreviousAnchorGetsItWhenAskedAndNotBefore() {
        job.kubectl().setBundleSources("[{\"secret\":{\"name\":\"linkerd-trust-anchor\",\"key\":\"tls.crt\"}}]");
        job.drydock().client().secrets().resource(previous()).delete();
        assertThat(job.capstan("setup")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.writes()).isEqualTo(2);
        assertThat(job.printed()).contains("+ spec.sources[]: {\"configMap\":{\"name\":\"linkerd-previous-anchor\"");

        assertThat(job.capstan("setup", "--improve")).isZero();
        job.drydock().world().settle();
        assertThat(job.capstan("check")).as(job.printed()).isZero();
        assertThat(job.drydock().certificates().bundled()).containsExactly(anchor);
    }

    @Test
    void aBundleWithoutTheAnchorGetsItAsWellInsteadOfWaitingForIt() {
        job.kubectl().setBundleSources("[{\"secret\":{\"name\":\"linkerd-previous-anchor\",\"key\":\"tls.crt\"}}]");
        job.drydock().renew("cert-manager", "linkerd-trust-anchor");
        job.drydock().world().settle();
        assertThat(job.drydock().certificates().bundled()).containsExactly(anchor);

        assertThat(job.capstan("setup", "--improve")).as(job.printed()).isZero();
        assertThat(job.drydock().certificates().bundled()).containsExactlyInAnyOrder(anchor, job.anchor());
    }

    @Test
    void aSlotThatCannotBeReadDoesNotBecomeASource() {
        job.kubectl().setBundleSources("[{\"secret\":{\"name\":\"linkerd-trust-anchor\",\"key\":\"tls.crt\"}}]");
        job.drydock()
                .client()
                .secrets()
                .resource(new SecretBuilder(previous())
                        .addToData("tls.crt", "bm90IFBFTQ==")
                        .build())
                .update();

        job.capstan("setup", "--improve");
        assertThat(job.printed()).doesNotContain("spec.sources");
        assertThat(job.drydock().certificates().bundled()).containsExactly(anchor);
    }

    @Test
    void whatSomethingElseWritesBackIsGivenUpInTheEnd() {
        Kubectl meddler = new Kubectl(job.drydock().api().internalClient());
        job.drydock().api().faults(new Fault() {
            @Override
            public Outcome after(Request request) {
                if (Trouble.write("PUT", "/certificates/linkerd-trust-anchor").test(request)) {
                    meddler.setAnchorsRenewalPolicy("RenewBefore");
                }
                return Outcome.pass();
            }
        });

        assertThat(job.capstan("setup", "--improve")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.lastLine())
                .startsWith(
                        "refused: waited 2m for Certificate cert-manager/linkerd-trust-anchor to stay as it was changed");
    }

    private Secret previous() {
        return job.drydock()
                .client()
                .secrets()
                .inNamespace("cert-manager")
                .withName("linkerd-previous-anchor")
                .require();
    }
}
