package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
