package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Key;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people ask for, and allow, by annotations on the anchor's Certificate. */
class AskedForTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final CronJob job = CronJob.onThePagesCluster();
    private final String old = job.anchor();

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void theAnnotationRotateStartsOneRotationAndNotAnotherWhenItIsDone() {
        job.with(Key.AUTOMATIC, "never").with(Key.STRATEGY, "prompt");
        job.kubectl().annotateAnchor("rotate", old.substring(0, 12));

        job.passesUntil(job::isCompleted, HOUR);
        String rotated = job.anchor();
        assertThat(rotated).isNotEqualTo(old);

        assertThat(job.nextPass()).isZero();
        assertThat(job.lastLine()).isEqualTo("pass completed: no rotation is to go on");
        assertThat(job.anchor()).isEqualTo(rotated);
        assertThat(job.json("history").findValuesAsText("requestedBy")).containsExactly("annotation capstan.io/rotate");
    }

    @Test
    void anAnnotationThatNamesNoAnchorIsWarnedOfAndStartsNothing() {
        job.kubectl().annotateAnchor("rotate", "now, please");

        assertThat(job.pass()).isZero();
        assertThat(job.lastLine()).isEqualTo("pass completed: no rotation is to go on");
        assertThat(job.capstan("check")).isPositive();
        assertThat(job.printed()).contains("annotation capstan.io/rotate is 'now, please'");
    }

    @Test
    void aRotationThatNeedsApprovalWaitsForItAndGoesOn() {
        job.with(Key.APPROVAL, "manual").with(Key.MAX_AGE, "1s");

        assertThat(job.pass()).isZero();
        assertThat(job.lastLine()).contains("is held (approval)", "capstan.io/approve=" + old.substring(0, 12));
        assertThat(job.events().reasons()).contains("RotationDue", "RotationHeld");
        assertThat(job.metrics().value("capstan_rotation_held{gate=\"approval\"}"))
                .isOne();
        assertThat(job.nextPass()).isZero();
        assertThat(job.anchor()).isEqualTo(old);

        job.kubectl().annotateAnchor("approve", old.substring(0, 12));
        job.sleepBy(duration -> {
            job.drydock().world().advance(duration);
            job.kubectl().removeAnnotationFromAnchor("approve");
        });
        job.passesUntil(job::isWaitingForLeaves, HOUR);
        assertThat(job.anchor()).isNotEqualTo(old);
        assertThat(job.failedHandshakes()).isZero();
    }
}
