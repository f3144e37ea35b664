package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.net.httpserver.HttpServer;
import io.capstan.config.Key;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** A signal that asks the program to stop. */
class StopSignalsTest {
    private static final String INTERRUPTED =
            "interrupted; nothing is lost: run it again, and it goes on from what the cluster shows";

    private final CronJob job = CronJob.onThePagesCluster();

    @AfterEach
    void stop() {
        job.close();
    }

    @ParameterizedTest
    @CsvSource({"INT, rotate", "TERM, rotate", "INT, run", "TERM, run"})
    void itEndsARunInOneLineAndLeavesTheLockToTheNext(String name, String command) {
        Signal signal = unignored(name);
        waitForLeaves();
        job.with(Key.RUN_MAX_WAIT, "2d").sleepBy(duration -> {
            Signal.raise(signal);
            new CountDownLatch(1).await(1, TimeUnit.MINUTES);
        });
        assertThat(job.capstan(command)).isEqualTo(ExitCode.CLUSTER);
        assertThat(job.lastLine()).isEqualTo(INTERRUPTED);

        job.sleepBy(job.drydock().world()::advance);
        assertThat(job.capstan(command)).as(job::printed).isZero();
        assertThat(job.printed()).doesNotContain("holds the lock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rotate", "run"})
    void itEndsEvenWhatWaitsForAnAnswerOfTheApiServer(String command) {
        waitForLeaves();
        assertEndsWithoutAnAnswer(
                ExitCode.CLUSTER,
                command,
                request -> request.method().equals("GET") && request.path().endsWith("/pods"));
        assertThat(job.lastLine()).isEqualTo(INTERRUPTED);
    }

    @Test
    void itEndsEvenWhatIsTellingOthers() {
        assertEndsWithoutAnAnswer(
                ExitCode.CLUSTER,
                "rotate --yes",
                request -> request.method().equals("POST") && request.path().endsWith("/events"));
        assertThat(job.lastLine()).isEqualTo(INTERRUPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rotate --yes", "run"})
    void itEndsEvenWhatWaitsForAnAnswerOfPrometheus(String command) throws IOException {
        Signal signal = unignored("TERM");
        AtomicBoolean raised = new AtomicBoolean();
        CountDownLatch over = new CountDownLatch(1);
        HttpServer prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        prometheus.createContext("/", exchange -> {
            if (raised.compareAndSet(false, true)) {
                Signal.raise(signal);
            }
            await(over);
        });
        prometheus.start();
        job.with(Key.MAX_AGE, "1s")
                .with(
                        Key.ALERTS_URL,
                        "http://127.0.0.1:" + prometheus.getAddress().getPort())
                .with(Key.ALERTS_MATCHERS, "severity=\"critical\"");
        try {
            assertThat(job.capstan(command.split(" "))).isEqualTo(ExitCode.CLUSTER);
        } finally {
            over.countDown();
            prometheus.stop(0);
        }
        assertThat(job.lastLine()).isEqualTo(INTERRUPTED);
        assertThat(job.printed()).doesNotContain("held");
    }

    /** Whoever were told to run it again would begin another one. */
    @Test
    void aRotationThatIsDoneStaysDoneThoughNobodyCanBeTold() {
        assertEndsWithoutAnAnswer(
                ExitCode.OK, "rotate --yes", request -> request.body().contains("RotationCompleted"));
        assertThat(job.printed()).contains("now=\"done\"", "restarted: ");
    }

    private void assertEndsWithoutAnAnswer(int exitCode, String command, Predicate<Request> which) {
        Signal signal = unignored("TERM");
        AtomicBoolean raised = new AtomicBoolean();
        CountDownLatch over = new CountDownLatch(1);
        job.drydock().api().faults(new Fault() {
            @Override
            public Outcome before(Request request) {
                // a second signal would end these tests
                if (which.test(request) && raised.compareAndSet(false, true)) {
                    Signal.raise(signal);
                    await(over);
                }
                return Outcome.pass();
            }
        });
        try {
            assertTimeout(
                    Duration.ofMinutes(1),
                    () -> assertThat(job.capstan(command.split(" "))).isEqualTo(exitCode));
        } finally {
            over.countDown();
        }
        assertThat(raised).isTrue();
        assertThat(job.printed()).doesNotContain("Interrupted while waiting");
    }

    private void waitForLeaves() {
        assertThat(job.capstan("rotate", "--yes", "--no-wait")).as(job::printed).isZero();
        assertThat(job.isWaitingForLeaves()).as(job::printed).isTrue();
    }

    private static Signal unignored(String name) {
        Signal signal = new Signal(name);
        assumeFalse(isIgnored(signal), "whoever started the tests has it ignored, as a shell does for its background");
        return signal;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isIgnored(Signal signal) {
        SignalHandler present = Signal.handle(signal, SignalHandler.SIG_DFL);
        Signal.handle(signal, present);
        return present == SignalHandler.SIG_IGN;
    }
}
