package io.capstan.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs one command to its end, as a person at a terminal would, with what the stack has built on the {@code PATH}. */
public record Shell(Programs programs, Path kubeconfig) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** How a command ended. */
    public record Result(int exitCode, String out, String err) {

        /** The standard output. @throws IllegalStateException with everything printed, unless the exit code is 0 */
        public String expectSuccess() {
            if (exitCode != 0) {
                throw new IllegalStateException("exit code " + exitCode + "\n" + out + err);
            }
            return out;
        }
    }

    public String kubectl(String... arguments) {
        return run(join("kubectl", arguments)).expectSuccess();
    }

    /** Runs a script with bash, after reading the function files that it needs. */
    public Result bash(String script, Path... functions) {
        StringBuilder text = new StringBuilder("set -eo pipefail\n");
        for (Path file : functions) {
            text.append(". ").append(file.toAbsolutePath()).append('\n');
        }
        return run(List.of("bash", "-c", text.append(script).toString()));
    }

    /** Runs a command that is looked up on the stack's own {@code PATH}. */
    public Result run(List<String> command) {
        // a program's own file first: ProcessBuilder looks names up on the PATH of this JVM
        Path own = programs.bin().resolve(command.get(0));
        List<String> resolved = Files.exists(own)
                ? join(own.toString(), command.subList(1, command.size()).toArray(String[]::new))
                : command;
        try {
            Path out = Files.createTempFile("capstan-e2e", ".out");
            Path err = Files.createTempFile("capstan-e2e", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(resolved)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().putAll(environment());
                Process process = builder.start();
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("still running after " + LIMIT + ": " + resolved);
                }
                return new Result(
                        process.exitValue(),
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + resolved, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + resolved, e);
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "PATH",
                programs.bin() + ":" + System.getenv("PATH"),
                "LC_ALL",
                "C");
    }

    private static List<String> join(String first, String... rest) {
        List<String> all = new java.util.ArrayList<>(List.of(rest));
        all.add(0, first);
        return all;
    }
}
