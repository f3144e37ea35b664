package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Drydock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * cert-manager has renewed the anchor and then the issuer, and a node drain has restarted identity: it issues under an
 * anchor that no proxy has loaded.
 */
class BrokenMeshTest {
    private final CronJob job =
            CronJob.on(Drydock.options().leafLifetime(Duration.ofHours(1)).afterThePage());

    @BeforeEach
    void flip() {
        job.drydock().renew("cert-manager", "linkerd-trust-anchor");
        job.drydock().world().advance(Duration.ofMinutes(3));
        job.drydock().renew("linkerd", "linkerd-identity-issuer");
        job.drydock().world().advance(Duration.ofMinutes(3));
        job.drydock().rollouts().restartDeployment("linkerd", "linkerd-identity");
        job.drydock().world().advance(Duration.ofMinutes(10));
        assertThat(job.failedHandshakes()).isPositive();
    }

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void isExplained() {
        assertThat(job.capstan("check")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.printed())
                .contains("broken: handshakes fail now: pods of DaemonSet emojivoto/agent")
                .contains("capstan rotate restarts all of them at once");
        assertThat(job.capstan("plan")).isZero();
        assertThat(job.printed()).contains("restart at once what refuses its peers");
    }

    @Test
    void failsNoMoreHandshakesOnceEverythingThatLacksTheAnchorHasRestarted() {
        Instant begun = job.now();
        assertThat(job.capstan("rotate", "--yes", "--no-wait")).as(job::printed).isZero();
        assertThat(job.isWaitingForLeaves()).as(job::printed).isTrue();
        assertThat(Duration.between(begun, job.now())).isLessThan(Duration.ofMinutes(1));

        job.drydock().probe().reset();
        assertThat(job.capstan("rotate", "--yes")).as(job::printed).isZero();
        assertThat(job.failedHandshakes()).isZero();
        assertThat(job.drydock().certificates().bundled()).isEqualTo(Set.of(job.anchor()));
    }

    @Test
    void isMendedOutsideOfTheMaintenanceWindows() {
        job.withWindow("0 2 * * 6", "3h");
        assertThat(job.nextPass()).isZero();
        job.drydock().world().advance(Duration.ofMinutes(1));
        job.drydock().probe().reset();
        job.drydock().world().advance(Duration.ofMinutes(30));

        assertThat(job.failedHandshakes()).isZero();
    }
}
