package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Key;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The only maintenance window of the year comes after cert-manager renews the anchor by itself. */
class DeadlineTest {
    private final CronJob job =
            CronJob.onThePagesCluster().with(Key.MAX_AGE, "1s").withWindow("0 22 1 12 *", "2h");
    private final String old = job.anchor();

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void aWindowThatComesTooLateIsWarnedOfAndWaitedForAllTheSame() {
        assertThat(job.pass()).isZero();
        assertThat(job.lastLine()).contains("is held (window)", "begins at 2026-12-01T22:00:00Z");
        assertThat(job.anchor()).isEqualTo(old);
        assertThat(job.metrics().value("capstan_findings{severity=\"critical\"}"))
                .isOne();
        assertThat(job.metrics().instant("capstan_window_next_timestamp_seconds"))
                .isAfter(job.metrics().instant("capstan_rotation_deadline_timestamp_seconds"));
        assertThat(job.events().reasons()).contains("DeadlineAtRisk");
        assertThat(job.capstan("check")).isEqualTo(2);
        assertThat(job.printed()).contains("mTLS breaks before a rotation can start in one", "capstan rotate --now");
    }

    @Test
    void whoWantsItDoneInTimeHasItDoneOutsideOfAWindow() {
        job.with(Key.ON_DEADLINE, "act").with(Key.RUN_MAX_WAIT, "1m");

        assertThat(job.pass()).isZero();
        assertThat(job.lastLine()).contains("waiting for every volume to show the new bundle");
        assertThat(job.anchor()).isNotEqualTo(old);
    }
}
