package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Key;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passes that end in the middle, and passes that meet another. */
class KilledPassTest {
    private final CronJob job = CronJob.onThePagesCluster().with(Key.ROTATE_BEFORE, "400d");

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void theLockOfAPassThatWasKilledIsTakenByTheNext() {
        job.with(Key.LOCK_LIFE, "1m");
        job.kill(Trouble.write("PATCH", "/deployments/web"));

        assertThat(job.nextPass()).isZero();
        assertThat(job.printed()).contains("restart StatefulSet emojivoto/db");
        assertThat(job.isWaitingForLeaves()).isTrue();
        assertThat(job.failedHandshakes()).isZero();
    }

    @Test
    void aPassThatMeetsAnotherRunEndsAtOnceAndSaysSo() {
        holdTheLock("somebody-at-work");
        String anchor = job.anchor();

        assertThat(job.pass()).isZero();
        assertThat(job.lastLine())
                .contains("is held (lock)", "another run holds the lock: somebody-at-work, renewed " + job.now());
        assertThat(job.longestPass()).isZero();
        assertThat(job.anchor()).isEqualTo(anchor);
        assertThat(job.metrics().instant("capstan_pass_last_success_timestamp_seconds"))
                .isEqualTo(job.now());
    }

    private void holdTheLock(String holder) {
        job.drydock()
                .client()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("capstan")
                        .withNamespace("linkerd")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withLeaseDurationSeconds(60)
                        .withRenewTime(job.now().atZone(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .create();
    }
}
