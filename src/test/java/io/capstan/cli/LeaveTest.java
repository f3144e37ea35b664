package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Key;
import io.capstan.drydock.api.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workloads that a person gives up. */
class LeaveTest {
    private final CronJob job = CronJob.onThePagesCluster();

    @AfterEach
    void stop() {
        job.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Deployment/emojivoto/webb | ; did you mean Deployment/emojivoto/web?",
                "StatefulSet/emojivoto/web | ; did you mean Deployment/emojivoto/web?",
                "Deployment/emojivoto/nope | ''",
            })
    void aWorkloadThatIsNotThereIsRefused(String named, String meant) {
        long writes = job.writes();
        for (String command : new String[] {"plan", "rotate"}) {
            assertThat(job.capstan(command, "--leave", named)).isEqualTo(ExitCode.USAGE);
            assertThat(job.printed())
                    .isEqualTo("--leave is '" + named + "'; the mesh has no such workload" + meant
                            + System.lineSeparator());
        }
        assertThat(job.writes()).isEqualTo(writes);
    }

    @Test
    void aRotationGoesOnThoughWhatItLeavesWasDeletedMeanwhile() {
        String[] rotate = {"rotate", "--yes", "--no-wait", "--leave", "Deployment/emojivoto/web"};
        assertThat(job.capstan(rotate)).as(job::printed).isZero();
        deleteWeb();
        job.drydock().world().advance(CronJob.EVERY);

        assertThat(job.capstan(rotate)).as(job::printed).isZero();
        assertThat(job.isWaitingForLeaves()).as(job::printed).isTrue();
    }

    @Test
    void aJobThatIsRunAgainOnceItsRotationIsDoneMayHaveLeftWhatIsGone() {
        String[] rotate = {
            "rotate", "--yes", "--strategy", "prompt", "--request-id", "job", "--leave", "Deployment/emojivoto/web"
        };
        assertThat(job.capstan(rotate)).as(job::printed).isZero();
        deleteWeb();

        assertThat(job.capstan(rotate)).as(job::printed).isZero();
    }

    /** What the settings leave is for rotations that nobody starts by hand. */
    @Test
    void passesThatGoOnWithWhatAPersonBeganLeaveNoMoreThanThatPersonDid() {
        job.drydock()
                .api()
                .faults(Trouble.killedRightAfter(Trouble.write("PUT", "/certificates/linkerd-trust-anchor/status")));
        assertThat(job.capstan("rotate", "--yes")).isEqualTo(ExitCode.CLUSTER);
        job.drydock().api().faults(Fault.NONE);
        job.with(Key.LEAVE, "Deployment/emojivoto/web");

        job.passesUntil(Duration.ofHours(1), job::isCompleted, Duration.ofHours(26));
        assertThat(job.failedHandshakes()).isZero();
    }

    private void deleteWeb() {
        job.drydock()
                .client()
                .apps()
                .deployments()
                .inNamespace("emojivoto")
                .withName("web")
                .delete();
    }
}
