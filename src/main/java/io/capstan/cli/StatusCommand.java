package io.capstan.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.pass.Request;
import io.capstan.report.JsonText;
import io.capstan.report.Printable;
import io.capstan.report.RotationText;
import io.capstan.rotation.Decider;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Strategy;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says where a rotation stands. Writes nothing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Where a rotation stands, what it waits for, since when.",
        footer = {"", "Example: capstan status"})
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
        Snapshot snapshot = bench.observer().observe();
        Optional<Intent> stored = bench.store().read();
        Request none = new Request(Strategy.SEAMLESS, false, "", "", "", Set.of(), false, Optional.empty());
        Optional<Intent> intent = none.intent(stored, snapshot, policy);
        Optional<TrustState> state = intent.flatMap(present -> Decider.state(snapshot, present, policy));
        if (intent.isEmpty() || state.isEmpty()) {
            console.complain("there is no readable trust anchor; `capstan check` says more");
            return ExitCode.REFUSED;
        }
        Phase phase = Phase.of(state.get(), intent.get().purge());
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("phase", phase.text())
                .put("anchor", state.get().anchor().fingerprint().hex())
                .put("underWay", stored.isPresent() || state.get().isUnfinished());
        stored.ifPresent(present -> describe(status, present, phase, state.get(), bench, policy));
        console.print(format.isJson() ? JsonText.of(status) : text(status));
        return ExitCode.OK;
    }

    private static void describe(
            ObjectNode status, Intent intent, Phase phase, TrustState state, Workbench bench, Policy policy) {
        status.put("retiring", intent.retire().hex())
                .put("strategy", intent.strategy().text())
                .put("reason", intent.reason())
                .put("requestedBy", intent.requestedBy())
                .put("startedAt", intent.startedAt().toString())
                .put(
                        "phaseSince",
                        intent.journal()
                                .standsSince(phase, state.anchor())
                                .orElse(state.snapshot().now())
                                .toString())
                .put(
                        "now",
                        RotationText.now(Decider.decide(
                                state,
                                phase,
                                intent,
                                bench.gatesByHand(policy, false).gates(state, intent),
                                policy)));
    }

    private static String text(ObjectNode status) {
        StringBuilder text = new StringBuilder();
        status.properties()
                .forEach(entry -> text.append(String.format(
                        "%-12s %s%n",
                        entry.getKey(), Printable.of(entry.getValue().asText()))));
        return text.toString();
    }
}
