package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Key;
import org.junit.jupiter.api.Test;

/** No workload is restarted more often than its strategy needs. */
class RestartedOnceTest {
    /** Where rollouts take longer than clocks may differ, the old replica of identity is gone later than the new one came. */
    @Test
    void promptRestartsEachWorkloadTwiceHoweverLittleClocksDiffer() {
        try (CronJob job =
                CronJob.onThePagesCluster().with(Key.CLOCK_SKEW, "1s").with(Key.POLL_SHORTEST, "1s")) {
            assertThat(job.capstan("rotate", "--yes", "--strategy", "prompt")).isZero();

            // of four workloads, and of three Deployments of the control plane, twice each
            assertThat(job.json("history").findValues("restarts").toString()).isEqualTo("[14]");
            assertThat(job.failedHandshakes()).isZero();
        }
    }
}
