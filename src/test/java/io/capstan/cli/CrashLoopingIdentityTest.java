package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Drydock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * cert-manager has renewed the anchor and the issuer while trust-manager was away, and a node drain has restarted identity: it
 * does not start, for its bundle lacks the anchor of its issuer.
 */
class CrashLoopingIdentityTest {
    private final CronJob job =
            CronJob.on(Drydock.options().leafLifetime(Duration.ofHours(4)).afterThePage());

    @BeforeEach
    void crash() {
        job.drydock().trustManager().stop();
        job.drydock().renew("cert-manager", "linkerd-trust-anchor");
        job.drydock().renew("linkerd", "linkerd-identity-issuer");
        job.drydock().world().advance(Duration.ofMinutes(3));
        job.drydock()
                .client()
                .pods()
                .inNamespace("linkerd")
                .withLabel("linkerd.io/control-plane-component", "identity")
                .delete();
        job.drydock().world().advance(Duration.ofMinutes(20));
    }

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void isExplained() {
        assertThat(job.capstan("check")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.printed())
                .contains("none of which signed the identity issuer")
                .contains("linkerd-identity is not rolled out", "(CrashLoopBackOff)");

        bringTheBundleUpToDate();

        assertThat(job.capstan("check")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.printed())
                .contains("no replica of Deployment linkerd/linkerd-identity is ready, so that no proxy gets a leaf")
                .contains("capstan rotate restarts it before all others");
    }

    @Test
    void isNotRestartedWhileTheBundleLacksWhatItNeeds() {
        assertThat(job.capstan("rotate", "--yes", "--strategy", "prompt")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.lastLine())
                .startsWith("refused: ConfigMap linkerd/linkerd-identity-trust-roots holds")
                .endsWith("does trust-manager run?");
        assertThat(job.printed()).doesNotContain("now=\"restart ");
    }

    /** What is restarted gets ready only with a leaf, and identity's own proxy, which was started once, only if its pod is replaced. */
    @Test
    void isRestartedBeforeAllOthersOnceTheBundleHoldsWhatItNeeds() {
        bringTheBundleUpToDate();

        assertThat(job.capstan("plan")).isZero();
        assertThat(job.printed()).contains("1.   restart identity before all others");
        assertThat(job.capstan("rotate", "--yes", "--strategy", "prompt"))
                .as(job::printed)
                .isZero();
        assertThat(job.printed().lines().filter(line -> line.contains("now=\"restart ")))
                .first()
                .asString()
                .contains("now=\"restart Deployment linkerd/linkerd-identity\"");
        assertThat(job.drydock().certificates().bundled()).isEqualTo(Set.of(job.anchor()));
        job.drydock().probe().reset();
        job.drydock().world().advance(Duration.ofMinutes(5));
        assertThat(job.failedHandshakes()).isZero();
    }

    private void bringTheBundleUpToDate() {
        job.drydock().trustManager().start();
        job.drydock().world().advance(Duration.ofSeconds(30));
    }
}
