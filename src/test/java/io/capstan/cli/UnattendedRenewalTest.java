package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Key;
import io.capstan.drydock.ThePage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** cert-manager renews the anchor by its own clock, at two in the night. */
class UnattendedRenewalTest {
    private final CronJob job = CronJob.onThePagesCluster();
    private final String old = job.anchor();

    @BeforeEach
    void letTheNightPass() {
        job.kubectl().setAnchorsRenewBefore("8742h");
        job.drydock().world().advance(Duration.ofHours(18).plusMinutes(1));
        job.kubectl().setAnchorsRenewBefore("7320h");
        assertThat(job.anchor()).isNotEqualTo(old);
    }

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void itIsAdoptedAndFinishedWithoutAFailedHandshake() {
        assertThat(job.nextPass()).isZero();
        assertThat(job.events().notes("AnchorRenewedUnattended"))
                .hasSize(1)
                .allSatisfy(note -> assertThat(note).contains("was replaced without a rotation"));
        assertThat(job.events().notes("RotationStarted"))
                .hasSize(1)
                .allSatisfy(note -> assertThat(note).contains("rotation taken up", old.substring(0, 12)));
        assertThat(job.isWaitingForLeaves()).isTrue();
        assertThat(job.metrics().value("capstan_unattended_renewal")).isZero();

        job.passesUntil(Duration.ofHours(1), job::isCompleted, Duration.ofHours(26));
        assertThat(job.failedHandshakes()).isZero();
        assertThat(job.drydock().certificates().bundled()).isEqualTo(Set.of(job.anchor()));
        assertThat(job.json("history").findValuesAsText("requestedBy"))
                .isEqualTo(List.of("cert-manager, or whoever renewed it"));
    }

    @Test
    void itIsFinishedAndNothingElseIsRotatedWhereThePreviousSlotIsGoneToo() {
        String renewed = job.anchor();
        job.drydock().certificates().deletePrevious();
        job.drydock().world().advance(Duration.ofMinutes(1));

        assertThat(job.capstan("rotate", "--yes", "--strategy", "prompt")).isZero();
        assertThat(job.anchor()).isEqualTo(renewed);
        assertThat(job.drydock().certificates().bundled()).isEqualTo(Set.of(renewed));
        assertThat(job.failedHandshakes()).isZero();
    }

    @Test
    void theAnchorBeforeItComesBackWhereItLeavesThePreviousSlotTooEarly() {
        assertThat(job.capstan("rotate", "--yes", "--no-wait")).isZero();
        assertThat(job.isWaitingForLeaves()).isTrue();
        new ThePage(job.drydock().client()).copyTrustAnchorToPrevious();
        job.drydock().world().advance(Duration.ofMinutes(1));

        assertThat(job.capstan("plan")).isZero();
        assertThat(job.printed()).contains("put " + old.substring(0, 12) + " back into");
    }

    @Test
    void itIsLeftAloneAndSaidWhereNothingIsAutomatic() {
        job.with(Key.AUTOMATIC, "never");
        long generations = job.drydock().api().version();

        assertThat(job.pass()).isZero();
        assertThat(job.lastLine()).isEqualTo("pass completed: no rotation is to go on");
        assertThat(job.events().reasons()).contains("AnchorRenewedUnattended", "RotationDue");
        assertThat(job.events().reasons()).doesNotContain("RotationStarted", "WorkloadRestarted");
        assertThat(job.metrics().value("capstan_unattended_renewal")).isOne();
        assertThat(job.metrics().value("capstan_rotation_due{reason=\"unattended\"}"))
                .isOne();
        assertThat(job.capstan("check")).isPositive();
        assertThat(job.printed()).contains("it does not begin by itself (capstan.automatic is never)");
        assertThat(job.drydock().api().version() - generations)
                .as("only Events were written")
                .isEqualTo(job.events().reasons().size());
    }
}
