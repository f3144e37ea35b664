package io.capstan.executable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Capstan as somebody starts it who has it: a command and an environment.
 *
 * @param command what comes before the arguments
 * @param environment added to that of this process, from which everything that configures Capstan is taken away
 * @param directory where it is started
 */
record Executable(List<String> command, Map<String, String> environment, Path directory) {
    /** The path of a file to run, relative to the directory of the build; without it the packaged jar runs. */
    static final String PROPERTY = "capstan.executable";

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Path HERE = Path.of("").toAbsolutePath();

    /** Started where the tests are. */
    Executable(List<String> command, Map<String, String> environment) {
        this(command, environment, HERE);
    }

    /** What {@code -Dcapstan.executable=PATH} names, or else {@code target/quarkus-app}, on the JVM that runs this. */
    static Executable underTest() {
        String named = System.getProperty(PROPERTY, "");
        return named.isBlank()
                ? new Executable(
                        List.of(
                                java(),
                                "-XX:TieredStopAtLevel=1",
                                "-jar",
                                Path.of("target/quarkus-app/quarkus-run.jar")
                                        .toAbsolutePath()
                                        .toString()),
                        Map.of())
                : new Executable(List.of(Path.of(named).toAbsolutePath().toString()), Map.of());
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    Executable with(String variable, String value) {
        Map<String, String> all = new HashMap<>(environment);
        all.put(variable, value);
        return new Executable(command, all, directory);
    }

    Executable startedIn(Path other) {
        return new Executable(command, environment, other);
    }

    Executable at(Path kubeconfig) {
        return with("KUBECONFIG", kubeconfig.toString());
    }

    /** How a run ended, and what it printed until then. */
    record Result(int exitCode, String out, String err) {}

    /** Runs to the end, without terminal and input. */
    Result run(String... arguments) {
        try (Running running = start(arguments)) {
            return running.await();
        }
    }

    Running start(String... arguments) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("capstan-", ".out");
            Path err = Files.createTempFile("capstan-", ".err");
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(Executable::configures);
            builder.environment().putAll(environment);
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + line, e);
        }
    }

    private static boolean configures(String variable) {
        return variable.startsWith("CAPSTAN_")
                || variable.startsWith("QUARKUS_")
                || variable.startsWith("KUBE")
                || variable.equals("JAVA_TOOL_OPTIONS");
    }

    /** A run that has not ended yet; closing it ends it, and removes what it printed. */
    record Running(Process process, Path outFile, Path errFile) implements AutoCloseable {
        Result await() {
            if (!ended(LIMIT)) {
                throw new AssertionError("still running after " + LIMIT + ":\n" + text(outFile) + text(errFile));
            }
            return new Result(process.exitValue(), text(outFile), text(errFile));
        }

        /** Waits until it has printed {@code text}; fails at once when it has ended. */
        void await(String text) {
            Instant end = Instant.now().plus(LIMIT);
            boolean isLast;
            do {
                isLast = ended(PAUSE) || Instant.now().isAfter(end);
                if (text(outFile).contains(text)) {
                    return;
                }
            } while (!isLast);
            throw new AssertionError("no " + text + " in:\n" + text(outFile) + text(errFile));
        }

        /** SIGTERM, as Kubernetes ends a pod. */
        Result terminate() {
            process.destroy();
            return await();
        }

        private boolean ended(Duration limit) {
            try {
                return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for Capstan", e);
            }
        }

        private static String text(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
            if (!ended(Duration.ofMinutes(1))) {
                throw new AssertionError("cannot be killed: " + process.pid());
            }
            try {
                Files.delete(outFile);
                Files.delete(errFile);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
