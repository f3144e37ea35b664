package io.capstan.faults;

import io.capstan.cli.CommandLines;
import io.capstan.cli.Console;
import io.capstan.cli.Workbench;
import io.capstan.config.Key;
import io.capstan.config.Settings;
import io.capstan.drydock.Drydock;
import io.capstan.pass.Sleeper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs Capstan's own command line on the embedded cluster, whose time passes while it sleeps. */
final class Operator implements AutoCloseable {
    /** After so many sleeps a run is interrupted, as a Job is at its deadline; an undisturbed one has some dozens. */
    private static final int MOST_SLEEPS = 400;

    private static final String PASS = "pass completed: ";
    private static final List<String> REFUSED = List.of("refused: ", PASS + "the rotation is refused: ");
    private static final List<String> UNFINISHED = List.of(
            "waiting for ", PASS + "waiting for ", PASS + "the rotation is refused: ", PASS + "the rotation is held ");

    private static final Duration LOCK_LIFE = Duration.ofMinutes(4);
    private static final Map<Key, String> SETTINGS = Map.of(
            // each look costs real time here
            Key.POLL_SHORTEST, "10s",
            Key.POLL_LONGEST, "10m",
            Key.LOCK_LIFE, LOCK_LIFE.toMinutes() + "m");

    private final Drydock drydock;
    private final KubernetesClient client;
    private final Map<Key, String> settings;
    private final Sleeper sleeper;

    /** How a command ended and what it has printed, errors as well. */
    record Ended(int exitCode, String printed) {
        /** Whether there is nothing left to do, and not only nothing to do for now. */
        boolean isDone() {
            return exitCode == 0 && UNFINISHED.stream().noneMatch(lastLine()::startsWith);
        }

        /** The line that says why it goes no further; empty if there is none. */
        Optional<String> refusal() {
            return printed.lines()
                    .filter(line -> REFUSED.stream().anyMatch(line::startsWith))
                    .findFirst();
        }

        /** What the last line says. */
        String lastLine() {
            return printed.lines().reduce("", (before, line) -> line);
        }
    }

    /** @param name how its requests are named */
    Operator(Drydock drydock, String name, Sleeper sleeper) {
        this(drydock, drydock.api().nearClient(name), Map.of(), sleeper);
    }

    /**
     * @param client is closed with it
     * @param settings beside those that spare real time
     * @param sleeper lets the cluster's time pass, and whatever comes in between
     */
    Operator(Drydock drydock, KubernetesClient client, Map<Key, String> settings, Sleeper sleeper) {
        this.drydock = drydock;
        this.client = client;
        this.settings = settings;
        this.sleeper = sleeper;
    }

    /** So long that a lock which is not renewed meanwhile has run out. */
    static Duration longerThanALock() {
        return LOCK_LIFE.plusMinutes(1);
    }

    Ended run(String... args) {
        return run(drydock.clock(), args);
    }

    /** The same on a host that has a clock of its own. */
    Ended run(Clock host, String... args) {
        int[] sleeps = {0};
        Workbench bench = new Workbench(client, Settings.of(this::setting), host, duration -> {
            if (++sleeps[0] > MOST_SLEEPS) {
                throw new InterruptedException("the deadline is over");
            }
            sleeper.sleep(duration);
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int exitCode =
                CommandLines.of(new Console(() -> bench, out, out, false)).execute(args);
        return new Ended(exitCode, bytes.toString(StandardCharsets.UTF_8));
    }

    private Optional<String> setting(String name) {
        return Stream.of(settings, SETTINGS)
                .flatMap(some -> some.entrySet().stream())
                .filter(entry -> entry.getKey().fullName().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public void close() {
        client.close();
    }
}
