package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Certificates;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.ThePage;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An anchor that is in use has left the sources of the bundle: it is found again, and comes back until nothing uses it. */
class LostAnchorTest {
    private final CronJob job =
            CronJob.on(Drydock.options().leafLifetime(Duration.ofHours(1)).afterThePage());
    private final String first = job.anchor();

    /** The rotation waits for leaves: issuer and identity are under the second anchor, leaves under either. */
    @BeforeEach
    void rotateAsFarAsTheLeaves() {
        assertThat(job.capstan("rotate", "--yes", "--no-wait")).isZero();
        assertThat(job.lastLine()).contains("waiting for every proxy to renew its leaf");
    }

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void theOneInBetweenIsFoundInTheIssuersCaCrt() {
        String second = renewAnchor();

        assertThat(bundled()).isEqualTo(Set.of(first, job.anchor()));
        assertThat(job.capstan("check")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.printed())
                .contains("endangered: something in use chains to an anchor that the sources of the bundle have lost")
                .contains("capstan rotate puts " + abbreviated(second)
                        + " back into Secret cert-manager/linkerd-previous-anchor");
        assertThat(job.capstan("plan")).isZero();
        assertThat(job.printed()).contains("put " + abbreviated(second) + " back into");

        rotatesToTheEnd();
    }

    @Test
    void theOneInBetweenIsFoundInPodsWhereTheRotationHasSeenIt() {
        String second = renewAnchor();
        certificates().renew("linkerd", "linkerd-identity-issuer");
        job.drydock().world().advance(Duration.ofMinutes(3));

        assertThat(job.capstan("plan")).isZero();
        assertThat(job.printed()).contains("put " + abbreviated(second) + " back into");

        rotatesToTheEnd();
    }

    @Test
    void podsThatStartedWithoutItAreRestarted() {
        renewAnchor();
        job.drydock().world().advance(Duration.ofMinutes(3));
        job.drydock().rollouts().restartDeployment("emojivoto", "web");
        job.drydock().world().advance(Duration.ofMinutes(1));
        assertThat(job.drydock().rollouts().areReady()).isFalse();

        rotatesToTheEnd();
    }

    @Test
    void anOverwrittenSlotGetsTheAnchorInUseBack() {
        new ThePage(job.drydock().client()).copyTrustAnchorToPrevious();
        job.drydock().world().advance(Duration.ofSeconds(10));
        assertThat(bundled()).isEqualTo(Set.of(job.anchor()));

        assertThat(job.capstan("plan")).isZero();
        assertThat(job.printed()).contains("put " + abbreviated(first) + " back into");

        rotatesToTheEnd();
    }

    /** No pod holds it, no request, no issuer and no bundle: the proxies of the control plane still have leaves under it. */
    @Test
    void anOverwrittenSlotGetsItBackEvenWhereOnlyTheRotationStillKnowsIt() {
        var workloads = job.drydock().client().apps();
        workloads.deployments().inNamespace("emojivoto").delete();
        workloads.statefulSets().inNamespace("emojivoto").delete();
        workloads.daemonSets().inNamespace("emojivoto").delete();
        new ThePage(job.drydock().client()).copyTrustAnchorToPrevious();
        job.drydock().world().advance(Duration.ofMinutes(1));
        assertThat(job.drydock().linkerd().proxies())
                .allMatch(proxy -> proxy.pod().startsWith("linkerd/"));

        assertThat(job.capstan("plan")).isZero();
        assertThat(job.printed()).contains("put " + abbreviated(first) + " back into");

        rotatesToTheEnd();
    }

    @Test
    void aDeletedSlotIsMadeAgainWithWhatTheBundleStillHolds() {
        certificates().deletePrevious();
        job.drydock().world().advance(Duration.ofMinutes(1));
        assertThat(bundled()).contains(first);

        assertThat(job.capstan("plan")).isZero();
        assertThat(job.printed())
                .contains("create Secret cert-manager/linkerd-previous-anchor with " + abbreviated(first));

        rotatesToTheEnd();
    }

    private void rotatesToTheEnd() {
        assertThat(job.capstan("rotate", "--yes")).as(job::printed).isZero();
        assertThat(bundled()).isEqualTo(Set.of(job.anchor()));
        assertThat(job.drydock().probe().tally().failures()).isEmpty();
        assertThat(job.failedHandshakes()).isZero();
    }

    /** @return the anchor that was renewed */
    private String renewAnchor() {
        String before = job.anchor();
        job.drydock().renew("cert-manager", "linkerd-trust-anchor");
        job.drydock().world().advance(Duration.ofSeconds(10));
        return before;
    }

    private Set<String> bundled() {
        return certificates().bundled();
    }

    private Certificates certificates() {
        return job.drydock().certificates();
    }

    private static String abbreviated(String fingerprint) {
        return fingerprint.substring(0, 12);
    }
}
