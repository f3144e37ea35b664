package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sun.misc.Signal;
import sun.misc.SignalHandler;

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

        assertThat(job.capstan("plan", "--strategy", "seamless")).isZero();
        assertThat(job.printed()).startsWith("phase: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalEndsRotateInOneLineAndLeavesTheLockToTheNextRun(String name) {
        Signal signal = new Signal(name);
        assumeFalse(isIgnored(signal), "whoever started the tests has it ignored, as a shell does for its background");
        job.sleepBy(duration -> {
            Signal.raise(signal);
            new CountDownLatch(1).await(1, TimeUnit.MINUTES);
        });
        assertThat(job.capstan("rotate", "--yes")).isEqualTo(ExitCode.CLUSTER);
        assertThat(job.lastLine())
                .isEqualTo("interrupted; nothing is lost: run it again, and it goes on from what the cluster shows");

        job.sleepBy(job.drydock().world()::advance);
        assertThat(job.capstan("rotate", "--yes")).as(job::printed).isZero();
        assertThat(job.printed()).doesNotContain("holds the lock");
    }

    private static boolean isIgnored(Signal signal) {
        SignalHandler present = Signal.handle(signal, SignalHandler.SIG_DFL);
        Signal.handle(signal, present);
        return present == SignalHandler.SIG_IGN;
    }
}
