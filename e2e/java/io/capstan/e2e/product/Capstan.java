package io.capstan.e2e.product;

import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.stack.RealStack;
import io.capstan.e2e.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged program as a process of its own. It is configured by its environment alone: the margins that a mesh with
 * leaves of a minute allows, everything else as a cluster set up by the page needs it.
 *
 * @param kubeconfig whose rights it has
 * @param directory for what it prints
 * @param environment further settings
 * @param workingDirectory where it is started
 */
record Capstan(String kubeconfig, Path directory, Map<String, String> environment, Path workingDirectory) {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Map<String, String> SETTINGS = Map.of(
            "CAPSTAN_VOLUME_LAG", RealMesh.VOLUME_LAG.plusSeconds(1).toSeconds() + "s",
            "CAPSTAN_CLOCK_SKEW", "1s",
            "CAPSTAN_POLL_SHORTEST", "1s",
            "CAPSTAN_POLL_LONGEST", "5s",
            "CAPSTAN_LOCK_LIFE", "6s");

    /** Started where the tests are. */
    Capstan(String kubeconfig, Path directory, Map<String, String> environment) {
        this(kubeconfig, directory, environment, Path.of("").toAbsolutePath());
    }

    /** With every right. */
    static Capstan asAdministrator(RealStack stack) {
        return new Capstan(stack.kubeconfig(), stack.directory(), Map.of());
    }

    /** With the rights of an existing ServiceAccount. */
    static Capstan as(RealStack stack, String namespace, String serviceAccount) {
        return new Capstan(stack.kubeconfig(namespace, serviceAccount), stack.directory(), Map.of());
    }

    /** As the pods of {@code k8s/}, of which an overlay must have been applied: its ServiceAccount, its settings. */
    static Capstan asDeployed(RealStack stack, String serviceAccount) {
        return DeployedPod.ofCronJob(stack, "capstan", "capstan").capstan(serviceAccount);
    }

    /** The same with further settings. */
    Capstan with(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(settings);
        return new Capstan(kubeconfig, directory, all, workingDirectory);
    }

    /** The same, started elsewhere. */
    Capstan startedIn(Path other) {
        return new Capstan(kubeconfig, directory, environment, other);
    }

    /** A person asks for the rotation of the anchor that there is, by annotation. */
    void requestRotation(Shell shell) {
        String fingerprint = run("status", "-o", "json")
                .out()
                .lines()
                .filter(line -> line.contains("\"anchor\""))
                .map(line -> line.replaceAll(".*: \"|\".*", ""))
                .findFirst()
                .orElseThrow();
        shell.kubectl(
                "annotate",
                "certificate",
                "linkerd-trust-anchor",
                "--namespace=cert-manager",
                "capstan.io/rotate=" + fingerprint);
    }

    /** How a run ended, and what it printed until then. */
    record Result(int exitCode, String out, String err) {}

    /** Runs a command to its end, with no terminal and no input. */
    Result run(String... arguments) {
        try (Running running = start(arguments)) {
            return running.await();
        }
    }

    Running start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of(System.getProperty("capstan.e2e.jar", "target/quarkus-app/quarkus-run.jar"))
                        .toAbsolutePath()
                        .toString()));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile(directory, "capstan-" + arguments[0] + "-", ".out");
            Path err = Path.of(out.toString().replaceFirst("\\.out$", ".err"));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(workingDirectory.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("KUBECONFIG", kubeconfig);
            builder.environment().putAll(SETTINGS);
            builder.environment().putAll(environment);
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A run that has not ended yet; closing it kills it. */
    record Running(Process process, Path outFile, Path errFile) implements AutoCloseable {

        String out() {
            return text(outFile);
        }

        String err() {
            return text(errFile);
        }

        /** {@code kill -9}, and returns when it is dead. */
        void kill() {
            process.destroyForcibly();
            ended(LIMIT);
        }

        /** SIGTERM, as Kubernetes ends a pod. */
        Result terminate() {
            process.destroy();
            return await();
        }

        /** Whether it has ended by then. */
        boolean endsWithin(Duration limit) {
            return ended(limit);
        }

        Result await() {
            if (!ended(LIMIT)) {
                throw new IllegalStateException("still running after " + LIMIT + ":\n" + out() + err());
            }
            return new Result(process.exitValue(), out(), err());
        }

        @Override
        public void close() {
            kill();
        }

        private boolean ended(Duration limit) {
            try {
                return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static String text(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
