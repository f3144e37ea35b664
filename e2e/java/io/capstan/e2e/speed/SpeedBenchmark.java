package io.capstan.e2e.speed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.stack.RealStack;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * {@code capstan check} beside step 7 of Linkerd's page, and {@code capstan run}, on the real stack, with a small mesh and
 * with 2,000 meshed pods more. Not part of any build: docs/speed.md says how to run it. It prints a table and writes
 * {@code target/bench/report.json}.
 */
class SpeedBenchmark {
    private static final int ROUNDS = Integer.getInteger("capstan.bench.rounds", 5);
    private static final int PODS = Integer.getInteger("capstan.bench.pods", 2000);
    private static final Path DIRECTORY = Path.of("target/bench").toAbsolutePath();

    private final ObjectNode report = new ObjectMapper().createObjectNode();

    @Test
    void measures() throws IOException, InterruptedException {
        Files.createDirectories(DIRECTORY);
        try (RealStack stack = RealStack.start("speed");
                RealMesh mesh = RealMesh.afterThePage(stack)) {
            Map<String, List<String>> programs = programs();
            compare("small mesh", "check", stack, programs);
            compare("small mesh", "run", stack, withoutTheScript(programs));
            // their proxies need no life: that they are listed and read is what costs
            addPods(stack);
            compare(PODS + " pods", "check", stack, programs);
            compare(PODS + " pods", "run", stack, withoutTheScript(programs));
            count("run", stack, programs);
            count("check", stack, programs);
        }
        Files.writeString(DIRECTORY.resolve("report.json"), report.toPrettyString());
    }

    private static Map<String, List<String>> programs() {
        Map<String, List<String>> programs = new LinkedHashMap<>();
        programs.put("script", List.of("bash", "-c", "set -e; . e2e/page/inspect_cert.sh; . e2e/page/step7.sh; step7"));
        String jar = System.getProperty("capstan.e2e.jar", "target/quarkus-app/quarkus-run.jar");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        programs.put("jvm", List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-jar", jar));
        String image = System.getProperty("capstan.bench.image", "");
        if (!image.isBlank()) {
            programs.put("image", List.of(image));
        }
        String executable = System.getProperty("capstan.executable", "");
        if (!executable.isBlank()) {
            programs.put("executable", List.of(executable));
        }
        return programs;
    }

    private static Map<String, List<String>> withoutTheScript(Map<String, List<String>> programs) {
        Map<String, List<String>> rest = new LinkedHashMap<>(programs);
        rest.remove("script");
        return rest;
    }

    /** In turn, so that whatever else the machine does hits all alike; the first round only warms the caches of files. */
    private void compare(String mesh, String command, RealStack stack, Map<String, List<String>> programs)
            throws IOException, InterruptedException {
        Map<String, List<Measured>> runs = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<String, List<String>> program : programs.entrySet()) {
                Measured run = run(stack, program.getKey(), program.getValue(), command);
                if (round > 0) {
                    runs.computeIfAbsent(program.getKey(), name -> new ArrayList<>())
                            .add(run);
                }
            }
        }
        String first = programs.keySet().iterator().next();
        Measured base = Measured.median(runs.getOrDefault(first, List.of()));
        System.out.printf("%n%-14s %-12s %8s %8s %8s   times %s%n", mesh, command, "wall s", "CPU s", "MiB", first);
        runs.forEach((name, all) -> {
            Measured median = Measured.median(all);
            System.out.printf(
                    "%-14s %-12s %8.2f %8.2f %8.0f   %.2f %.2f %.2f%n",
                    "",
                    name,
                    median.seconds(),
                    median.cpuSeconds(),
                    median.peakMib(),
                    median.seconds() / base.seconds(),
                    median.cpuSeconds() / base.cpuSeconds(),
                    median.peakMib() / base.peakMib());
            report.withObject("/" + mesh).withObject("/" + command).putPOJO(name, median);
        });
    }

    /** What one pass asks of the API server is the same for every program; the first one after the script tells. */
    private void count(String command, RealStack stack, Map<String, List<String>> programs)
            throws IOException, InterruptedException {
        try (CountingProxy proxy = new CountingProxy(stack.admin())) {
            Path kubeconfig = Files.writeString(DIRECTORY.resolve("counted"), proxy.kubeconfig());
            run(stack, "jvm", programs.getOrDefault("jvm", List.of()), command, kubeconfig.toString());
            CountingProxy.Count count = proxy.count();
            System.out.printf(
                    "%n%-14s %-12s %d requests, %d of them for pods; %d KiB read, %d of them pods%n",
                    PODS + " pods",
                    command,
                    count.requests(),
                    count.podRequests(),
                    count.bytes() / 1024,
                    count.podBytes() / 1024);
            report.withObject("/" + PODS + " pods").withObject("/" + command).putPOJO("api", count);
        }
    }

    private static Measured run(RealStack stack, String name, List<String> program, String command)
            throws IOException, InterruptedException {
        return run(stack, name, program, command, stack.kubeconfig());
    }

    private static Measured run(RealStack stack, String name, List<String> program, String command, String kubeconfig)
            throws IOException, InterruptedException {
        Path figures = DIRECTORY.resolve("figures");
        Path out = DIRECTORY.resolve(name + ".out");
        Path err = DIRECTORY.resolve(name + ".err");
        List<String> line =
                new ArrayList<>(List.of("/usr/bin/time", "-q", "-o", figures.toString(), "-f", "%e %U %S %M"));
        line.addAll(program);
        if (!name.equals("script")) {
            line.add(command);
        }
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("KUBECONFIG", kubeconfig);
        builder.environment().put("PATH", stack.shell().programs().bin() + ":" + System.getenv("PATH"));
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).describedAs(name).isTrue();
        // of check: 1 is warnings, which the page's set-up has, and 2 what is broken
        assertThat(process.exitValue())
                .describedAs(name + ": " + Files.readString(err))
                .isBetween(0, 2);
        assertThat(out).describedAs("what " + name + " printed").isNotEmptyFile();
        return Measured.parse(Files.readString(figures));
    }

    /**
     * Like one that the injector has made for Deployment web, and without life. Their labels say that they are of it, which
     * Capstan goes by; those that its ReplicaSet selects by do not, so that it leaves them alone.
     */
    private static void addPods(RealStack stack) {
        Pod injected = stack.admin()
                .pods()
                .inNamespace("emojivoto")
                .withLabel("app", "web")
                .list()
                .getItems()
                .get(0);
        IntStream.range(0, PODS)
                .parallel()
                .forEach(number -> stack.admin()
                        .pods()
                        .inNamespace("emojivoto")
                        .resource(new PodBuilder(injected)
                                .withNewMetadata()
                                .withName("more-" + number)
                                .withLabels(injected.getMetadata().getLabels())
                                .addToLabels("app", "more")
                                .withAnnotations(injected.getMetadata().getAnnotations())
                                .endMetadata()
                                .withStatus(null)
                                .build())
                        .create());
        stack.await(
                PODS + " pods are ready",
                () -> stack.admin().pods().inNamespace("emojivoto").withLabel("app", "more").list().getItems().stream()
                                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                                .count()
                        == PODS);
    }
}
