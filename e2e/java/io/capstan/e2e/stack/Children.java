package io.capstan.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes of one stack, each with a log file of its own. Ends exactly those that it started, the last one first,
 * also when the JVM ends before anybody closed it.
 */
public final class Children implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final long RESTARTED_AFTER_SECONDS = 1;

    private record Child(String name, List<String> command, Process process) {}

    private final Path logs;
    private final Deque<Child> running = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::endAll, "end of the stack");
    private boolean restarts;

    /** @param logs the directory that gets one file for each process */
    public Children(Path logs) {
        this.logs = logs;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a program; its output, both kinds, goes to {@code name.log}. */
    public synchronized void start(String name, List<String> command) {
        try {
            Files.createDirectories(logs);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            Child child = new Child(name, command, process);
            running.push(child);
            var unused = process.onExit()
                    .thenRunAsync(
                            () -> restart(child),
                            CompletableFuture.delayedExecutor(RESTARTED_AFTER_SECONDS, TimeUnit.SECONDS));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /**
     * Kills these programs ({@code kill -9}), all before the first is started again, as a machine that goes down does. From
     * then on whatever ends by itself is started again too, as kubelet does: controllers that do not reach the API server at
     * their start, or a scheduler that has lost track of its pods.
     */
    public synchronized void crash(String... names) {
        restarts = true;
        List<Child> crashed = Stream.of(names)
                .map(name -> running.stream()
                        .filter(child -> child.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(name + " does not run")))
                .toList();
        running.removeAll(crashed);
        end(crashed);
        crashed.forEach(child -> start(child.name(), child.command()));
    }

    private synchronized void restart(Child ended) {
        if (restarts && running.remove(ended)) {
            System.out.println(ended.name() + " ended with " + ended.process().exitValue() + " and is started again");
            start(ended.name(), ended.command());
        }
    }

    /** Those that have not been ended. */
    public synchronized List<ProcessHandle> processes() {
        return running.stream().map(child -> child.process().toHandle()).toList();
    }

    /**
     * Passes while all run; once some have been crashed, always.
     *
     * @throws AssertionError with the end of its log, if one has ended
     */
    public synchronized void assertAlive() {
        if (restarts) {
            return;
        }
        for (Child child : running) {
            if (!child.process().isAlive()) {
                throw new AssertionError(
                        child.name() + " ended with " + child.process().exitValue() + ":\n" + tail(child.name()));
            }
        }
    }

    @Override
    public void close() {
        endAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private synchronized void endAll() {
        List<Child> ending = new ArrayList<>(running);
        running.clear();
        // the API server would wait a minute for its watchers, and nobody will read the store again
        end(ending);
    }

    private static void end(List<Child> ending) {
        ending.forEach(child -> child.process().destroyForcibly());
        for (Child child : ending) {
            try {
                if (!child.process().waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            child.name() + " (" + child.process().pid() + ") does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Path log(String name) {
        return logs.resolve(name + ".log");
    }

    private String tail(String name) {
        try {
            List<String> lines = Files.readAllLines(log(name));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
