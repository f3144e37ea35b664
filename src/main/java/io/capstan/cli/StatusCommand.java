package io.capstan.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.cluster.IntentStore;
import io.capstan.pass.Gatekeeper;
import io.capstan.report.Given;
import io.capstan.report.JsonText;
import io.capstan.report.Printable;
import io.capstan.report.RotationText;
import io.capstan.report.Standing;
import io.capstan.report.WindowText;
import io.capstan.rotation.Deadline;
import io.capstan.rotation.Decider;
import io.capstan.rotation.Due;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says where a rotation stands. Writes nothing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Where a rotation stands, what it waits for, since when.",
        footer = {
            "",
            "Exit codes: 0 shown, 2 there is no readable trust anchor, 3 the cluster could not be read,"
                    + " 64 wrong usage or configuration.",
            "Example: ${ROOT-COMMAND-NAME} status"
        })
public final class StatusCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Format format = new Format();

    public StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Workbench bench = console.workbench();
        Policy policy = bench.policy();
        IntentStore store = bench.store();
        Snapshot snapshot = bench.observer().observe();
        Optional<Intent> stored = store.read();
        Standing standing = Standing.of(snapshot, policy, stored, Optional.empty(), store.held());
        if (standing.state().isEmpty()) {
            console.complain("there is no readable trust anchor; `capstan check` says more");
            return ExitCode.REFUSED;
        }
        ObjectNode status = status(standing, standing.state().get());
        stored.ifPresent(intent -> describe(status, intent, standing));
        if (standing.goesOn()) {
            bench.unasked(standing.due())
                    .intent(stored, snapshot, policy)
                    .ifPresent(intent -> status.put("now", now(intent, snapshot, bench.gatesByItself(policy), policy)));
        }
        console.print(format.isJson() ? JsonText.of(status) : text(status));
        return ExitCode.OK;
    }

    private static ObjectNode status(Standing standing, TrustState state) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("phase", standing.checkup().phaseText())
                .put("anchor", state.anchor().fingerprint().hex())
                .put("underWay", standing.intent().isPresent() || state.isUnfinished())
                .put(
                        "deadline",
                        Deadline.of(state).at() + ": " + Deadline.of(state).cause())
                .put("due", due(standing))
                .put(
                        "windows",
                        WindowText.of(
                                standing.policy().schedule().windows(),
                                standing.snapshot().now()));
        standing.snapshot()
                .instructions()
                .pauseAt(standing.snapshot().now())
                .ifPresent(pause -> status.put("paused", pause.text()));
        standing.held().ifPresent(held -> status.put("held", "by " + held.gate().text() + " since " + held.since()));
        return status;
    }

    private static String due(Standing standing) {
        return standing.intent().isPresent()
                ? "no, a rotation is under way"
                : standing.due().map(Due::text).orElse("no");
    }

    private static void describe(ObjectNode status, Intent intent, Standing standing) {
        status.put("retiring", intent.retire().hex())
                .put("strategy", intent.strategy().text())
                .put("reason", intent.asked().reason())
                .put("requestedBy", intent.asked().requestedBy())
                .put("startedAt", intent.startedAt().toString());
        standing.phaseSince().ifPresent(since -> status.put("phaseSince", since.toString()));
    }

    private static String now(Intent intent, Snapshot snapshot, Gatekeeper gates, Policy policy) {
        return Decider.state(snapshot, intent, policy)
                .map(state -> Decider.decide(
                        state, Phase.of(state, intent), intent, gates.gates(state, Optional.of(intent)), policy))
                .map(RotationText::now)
                .orElse("");
    }

    private static String text(ObjectNode status) {
        StringBuilder text = new StringBuilder();
        status.properties()
                .forEach(entry -> text.append(String.format(
                        "%-12s %s%n",
                        entry.getKey(),
                        Printable.of(Given.orNone(entry.getValue().asText())))));
        return text.toString();
    }
}
