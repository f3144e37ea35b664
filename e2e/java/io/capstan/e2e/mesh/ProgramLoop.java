package io.capstan.e2e.mesh;

import io.capstan.drydock.Program;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives programs their turns by the wall clock, one after the other. It looks often instead of watching: the programs are
 * idempotent, and a few reads a second are nothing to an API server.
 */
final class ProgramLoop implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final Duration LAST_TURN = Duration.ofSeconds(30);

    private final Clock clock = Clock.systemUTC();
    private final List<Program> programs;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "programs of the mesh"));
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    ProgramLoop(Program... programs) {
        this.programs = List.of(programs);
    }

    ProgramLoop start() {
        var unused = thread.scheduleWithFixedDelay(this::turn, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Passes while no program has failed. @throws IllegalStateException with what one threw */
    void assertHealthy() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("a program of the mesh failed", thrown);
        }
    }

    /** Ends after the turn that is being taken. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("a program of the mesh does not end its turn");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertHealthy();
    }

    private void turn() {
        try {
            programs.forEach(program -> program.turn(clock.instant()));
        } catch (RuntimeException | Error e) {
            if (!isUnanswered(e)) {
                failure.compareAndSet(null, e);
            }
        }
    }

    /** The API server is away: the next turn asks again, as the real programs do. */
    private static boolean isUnanswered(Throwable thrown) {
        return thrown instanceof KubernetesClientException e && e.getCause() instanceof IOException;
    }
}
