package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Drydock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The anchor has expired, and cert-manager was told not to renew it. */
class RecoverTest {
    private final CronJob job =
            CronJob.on(Drydock.options().leafLifetime(Duration.ofMinutes(10)).afterThePage());

    @BeforeEach
    void letAnAnchorOfAnHourExpire() {
        job.kubectl().setAnchorsRenewalPolicy("Disabled");
        job.kubectl().setAnchorsLife("1h", "10m");
        job.drydock().world().advance(Duration.ofSeconds(10));
        assertThat(job.capstan("rotate", "--yes")).as(job::printed).isZero();
        assertThat(job.failedHandshakes()).isZero();

        assertThat(job.capstan("rotate", "--yes", "--strategy", "recover")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.printed()).contains("neither the anchor nor the issuer has expired");

        job.drydock().world().advance(Duration.ofMinutes(70));
        assertThat(job.failedHandshakes()).isPositive();
    }

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void recoverBringsTheMeshBackWithOneRestartOfEverything() {
        assertThat(job.capstan("rotate", "--yes")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.printed()).contains("rotate --strategy recover ends it");
        assertThat(job.capstan("plan", "--strategy", "recover"))
                .as(job::printed)
                .isZero();
        assertThat(job.printed()).contains("downtime cannot be avoided any more", "restart everything at once");

        Instant begun = job.now();
        assertThat(job.capstan("rotate", "--yes", "--strategy", "recover", "--no-wait"))
                .as(job::printed)
                .isZero();
        assertThat(job.lastLine()).contains("waiting for every proxy to renew its leaf");
        assertThat(Duration.between(begun, job.now())).isLessThan(Duration.ofMinutes(6));

        job.drydock().probe().reset();
        assertThat(job.capstan("rotate", "--yes")).as(job::printed).isZero();
        assertThat(job.failedHandshakes()).isZero();
        assertThat(job.drydock().certificates().bundled()).containsExactly(job.anchor());
        // four workloads and the three Deployments of the control plane, once each
        assertThat(job.json("history").path(0).path("restarts").asText()).isEqualTo("7");
    }
}
