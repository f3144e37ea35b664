package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.check.Status;
import io.capstan.drydock.Drydock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** cert-manager has renewed the issuer, and identity has not noticed: linkerd2#15109. */
class MissedIssuerTest {
    /** What is left of the earlier issuer, and more. */
    private static final Duration PAST_THE_EARLIER_ISSUER = Duration.ofHours(49);

    private final CronJob job =
            CronJob.on(Drydock.options().leafLifetime(Duration.ofHours(4)).afterThePage());

    @BeforeEach
    void missTheRenewal() {
        job.drydock().linkerd().missNextIssuer();
        job.drydock().renew("linkerd", "linkerd-identity-issuer");
        job.drydock().world().advance(Duration.ofMinutes(10));
    }

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void isToldWhileItsEventWouldStillBeThere() {
        assertThat(job.capstan("check")).isEqualTo(Status.WARNING.exitCode());
        assertThat(job.printed())
                .contains("it may have missed the change (linkerd2#15109)")
                .contains("kubectl rollout restart -n linkerd deployment linkerd-identity");
    }

    @Test
    void endsInFailedHandshakesIfNobodyActs() {
        // the next renewal, a day later, would be noticed
        job.drydock().certManager().stop();
        job.drydock().world().advance(PAST_THE_EARLIER_ISSUER);

        assertThat(job.failedHandshakes()).isPositive();
    }

    @Test
    void isMendedByARestartOfIdentityAsAdvised() {
        job.drydock().rollouts().restartDeployment("linkerd", "linkerd-identity");
        job.drydock().world().advance(Duration.ofMinutes(10));

        assertThat(job.capstan("check")).isEqualTo(Status.WARNING.exitCode());
        assertThat(job.printed()).doesNotContain("linkerd2#15109");
    }

    @Test
    void isMendedByARotationWithoutAFailedHandshake() {
        assertThat(job.capstan("rotate", "--yes", "--strategy", "prompt")).isZero();

        job.drydock().world().advance(PAST_THE_EARLIER_ISSUER);
        assertThat(job.failedHandshakes()).isZero();
    }
}
