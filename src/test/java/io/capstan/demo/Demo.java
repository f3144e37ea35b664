package io.capstan.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.capstan.cluster.IntentStore;
import io.capstan.cluster.Observer;
import io.capstan.fixture.Installations;
import io.capstan.report.JsonText;
import io.capstan.report.RotationReport;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Strategy;
import io.capstan.trust.Installation;
import io.capstan.trust.Margins;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rotates the anchor of the embedded cluster with each strategy, through the real command line, and counts handshakes. */
public final class Demo {
    private static final Installation INSTALLATION = Installations.ofTheDocumentation();

    private final PrintStream out;

    private Demo(PrintStream out) {
        this.out = out;
    }

    /** @param args the file that the report is written to */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ArrayNode report = new Demo(out).run();
        Path file = Path.of(args[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JsonText.of(report));
        out.println("written: " + fromHere(file));
        System.exit(0);
    }

    /** As whoever started the demo can open it. */
    private static Path fromHere(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path there = file.toAbsolutePath();
        return there.startsWith(here) ? here.relativize(there) : there;
    }

    private ArrayNode run() {
        ArrayNode report = JsonNodeFactory.instance.arrayNode();
        Stream.of(Strategy.values()).filter(Strategy::isForEveryDay).forEach(strategy -> {
            try (DemoCluster cluster = DemoCluster.start(out)) {
                rotate(cluster, strategy, report);
            }
        });
        out.printf(
                "%n%-12s %12s %8s %20s %10s %8s%n",
                "strategy", "handshakes", "failed", "data-plane restarts", "time", "ends");
        report.forEach(row -> out.printf(
                "%-12s %12d %8d %20d %9ds %8s%n",
                row.path("strategy").asText(),
                row.path("handshakes").asLong(),
                row.path("failed").asLong(),
                row.path("dataPlaneRestarts").asInt(),
                row.path("seconds").asLong(),
                row.path("finalPhase").asText()));
        return report;
    }

    private void rotate(DemoCluster cluster, Strategy strategy, ArrayNode report) {
        out.println();
        out.println("=== a cluster as Linkerd's documentation sets it up; strategy " + strategy.text());
        if (strategy == Strategy.SEAMLESS) {
            cluster.capstan("check");
            cluster.capstan("plan", "--strategy", strategy.text());
        }
        cluster.drydock().probe().reset();
        Instant start = cluster.drydock().clock().instant();
        cluster.capstan("rotate", "--yes", "--reason", "demo", "--strategy", strategy.text());
        Duration took = Duration.between(start, cluster.drydock().clock().instant());
        var tally = cluster.drydock().probe().tally();
        out.printf("%d handshakes, %d failed%n", tally.handshakes(), tally.failed());
        if (strategy == Strategy.SEAMLESS) {
            cluster.capstan("check");
        }
        Snapshot snapshot = new Observer(cluster.drydock().client(), INSTALLATION).observe();
        TrustState state = TrustState.of(
                        snapshot,
                        new Margins(Duration.ofMinutes(2), Duration.ofSeconds(30)),
                        Set.of(),
                        Optional.empty())
                .orElseThrow();
        report.addObject()
                .put("strategy", strategy.text())
                .put("handshakes", tally.handshakes())
                .put("failed", tally.failed())
                .put("dataPlaneRestarts", dataPlaneRestarts(cluster))
                .put("seconds", took.toSeconds())
                .put("finalPhase", Phase.of(state, false).text());
    }

    private static int dataPlaneRestarts(DemoCluster cluster) {
        return new IntentStore(cluster.drydock().client(), INSTALLATION, 1)
                .lastCompleted()
                .map(RotationReport::totals)
                .map(RotationReport.Totals::dataPlaneRestarts)
                .orElse(0);
    }
}
