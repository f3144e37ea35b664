package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Key;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody pauses a rotation when its anchor is renewed already. */
class PauseTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final CronJob job = CronJob.onThePagesCluster().with(Key.MAX_AGE, "1s");
    private final String old = job.anchor();

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void nothingMoreIsDoneUntilItIsResumedButTheDeadlineStays() {
        runUntilItIsPausedInTheMiddle("--reason", "release freeze");
        assertThat(job.lastLine()).contains("is held (pause)", "until capstan resume: release freeze");

        String rotated = job.anchor();
        long starts = job.drydock().probe().tally().starts();
        assertThat(job.nextPass()).isZero();
        job.drydock().world().advance(HOUR);
        assertThat(job.nextPass()).isZero();
        assertThat(job.anchor()).isEqualTo(rotated);
        assertThat(job.drydock().probe().tally().starts()).isEqualTo(starts);
        assertThat(job.metrics().value("capstan_paused_until_timestamp_seconds"))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(job.metrics().value("capstan_rotation_held{gate=\"pause\"}")).isOne();
        assertThat(job.metrics().instant("capstan_rotation_deadline_timestamp_seconds"))
                .isBefore(job.now().plus(Duration.ofDays(2)));
        assertThat(job.metrics().value("capstan_rotation_phase{phase=\"distributing\"}"))
                .isOne();
        assertThat(job.capstan("check")).isPositive();
        assertThat(job.printed()).contains("a rotation is due or under way and stands still");
        assertThat(job.json("status").path("now").asText()).contains("release freeze");

        assertThat(job.capstan("resume")).isZero();
        job.passesUntil(job::isWaitingForLeaves, HOUR);
        assertThat(job.failedHandshakes()).isZero();
        assertThat(job.metrics().find("capstan_paused_until_timestamp_seconds")).isEmpty();
    }

    @Test
    void aPauseWithAnEndEndsByItself() {
        runUntilItIsPausedInTheMiddle("--reason", "lunch", "--for", "1h");
        Instant end = job.metrics().instant("capstan_paused_until_timestamp_seconds");
        assertThat(job.lastLine()).contains("is held (pause)", "until " + end);

        job.passesUntil(job::isWaitingForLeaves, HOUR.plus(HOUR));
        assertThat(job.now()).isAfter(end);
        assertThat(job.failedHandshakes()).isZero();
    }

    @Test
    void thePlanSaysWhoHasPausedItUntilWhenAndWhy() {
        assertThat(job.capstan("pause", "--reason", "release freeze", "--for", "1h"))
                .isZero();
        String pause =
                "by " + System.getProperty("user.name") + " until " + job.now().plus(HOUR) + ": release freeze";

        assertThat(job.capstan("plan")).isZero();
        assertThat(job.printed()).contains("paused: " + pause + "\n");
        assertThat(job.json("plan").path("paused").asText()).isEqualTo(pause);
        assertThat(job.capstan("rotate", "--dry-run")).isZero();
        assertThat(job.printed()).contains("paused: " + pause + "\n");

        job.drydock().world().advance(HOUR);
        assertThat(job.json("plan").has("paused")).isFalse();
    }

    @Test
    void resumeSaysWhereNothingWasPaused() {
        assertThat(job.capstan("resume")).isZero();
        assertThat(job.printed()).isEqualTo("nothing was paused" + System.lineSeparator());

        assertThat(job.capstan("pause", "--reason", "release freeze")).isZero();
        assertThat(job.capstan("resume")).isZero();
        assertThat(job.printed()).isEqualTo("resumed" + System.lineSeparator());
    }

    private void runUntilItIsPausedInTheMiddle(String... options) {
        String[] pause = new String[options.length + 1];
        pause[0] = "pause";
        System.arraycopy(options, 0, pause, 1, options.length);
        job.sleepBy(duration -> {
            job.drydock().world().advance(duration);
            if (!job.anchor().equals(old)) {
                job.sleepBy(job.drydock().world()::advance);
                assertThat(job.capstan(pause)).isZero();
            }
        });
        assertThat(job.pass()).isZero();
    }
}
