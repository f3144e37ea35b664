package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody looks at a rotation that Capstan has begun, and asks for it again. */
class UnderWayTest {
    private final CronJob job = CronJob.onThePagesCluster();

    @BeforeEach
    void begin() {
        assertThat(job.capstan("rotate", "--yes", "--no-wait")).as(job::printed).isZero();
        assertThat(job.isWaitingForLeaves()).as(job::printed).isTrue();
    }

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void statusCallsNothingDueWhileARotationIsUnderWay() {
        assertThat(job.json("status").path("due").asText()).isEqualTo("no, a rotation is under way");
        assertThat(job.capstan("status")).isZero();
        assertThat(job.printed()).doesNotContain("without Capstan");
    }

    @Test
    void saysThatNoReasonWasGiven() {
        assertThat(job.capstan("status")).isZero();
        assertThat(job.printed().lines()).contains("reason       none given");
        assertThat(job.json("status").path("reason").asText("?")).isEmpty();
        assertThat(job.events().notes("RotationStarted"))
                .singleElement()
                .asString()
                .endsWith(": none given");
    }

    @Test
    void saysWhatHasNoEffectOnARotationThatIsUnderWay() {
        String said = "a rotation is under way since "
                + job.json("status").path("startedAt").asText()
                + " and keeps its strategy, seamless (--strategy prompt has no effect)";

        assertThat(job.capstan("rotate", "--yes", "--no-wait", "--strategy", "prompt"))
                .isZero();
        assertThat(job.printed().lines()).containsOnlyOnce(said);
        assertThat(job.isWaitingForLeaves()).isTrue();

        assertThat(job.capstan("plan", "--strategy", "prompt", "--reason", "yearly"))
                .isZero();
        assertThat(job.printed()).startsWith(said + " and its reason (--reason has no effect)\n");

        assertThat(job.capstan("plan", "--strategy", "recover")).isZero();
        assertThat(job.printed()).contains(" (--strategy recover has no effect but that of --now)\n");

        assertThat(job.capstan("plan", "--strategy", "seamless")).isZero();
        assertThat(job.printed()).startsWith("phase: ");
    }
}
