package io.capstan.cli;

import io.capstan.pass.Gatekeeper;
import io.capstan.pass.Request;
import io.capstan.report.JsonText;
import io.capstan.report.PlanJson;
import io.capstan.report.PlanText;
import io.capstan.rotation.Decider;
import io.capstan.rotation.Plan;
import io.capstan.rotation.Policy;
import io.capstan.trust.Snapshot;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what a rotation would do now, and what it would refuse. Writes nothing. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "The steps that a rotation would take now, the workloads it would restart, how long, what blocks it.",
        footer = {
            "",
            "Exit codes: 0 it could start or go on, 2 it would refuse, 3 the cluster could not be read,"
                    + " 64 wrong usage or configuration.",
            "Example: ${ROOT-COMMAND-NAME} plan --strategy prompt"
        })
public final class PlanCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Format format = new Format();

    @Mixin
    private RotationOptions options = new RotationOptions();

    @Mixin
    private MeshScope scope = new MeshScope();

    public PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<String> namespace = scope.namespace();
        Workbench bench = console.workbench();
        namespace.ifPresent(name -> MeshScope.requireThere(name, bench));
        options.compare(bench, console);
        Policy policy = options.policy(bench.policy());
        Optional<Plan> plan = plan(
                bench,
                options.request("", Optional.empty()),
                bench.gatesByHand(policy, options.now()),
                policy,
                console);
        if (plan.isEmpty()) {
            return ExitCode.REFUSED;
        }
        Plan shown = namespace.map(plan.get()::withWorkloadsOf).orElse(plan.get());
        console.print(format.isJson() ? JsonText.of(PlanJson.of(shown)) : PlanText.of(shown, console.width()));
        return plan.get().blockers().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
    }

    /** What would be done for {@code request}; empty if there is no readable anchor, which is complained of. */
    static Optional<Plan> plan(Workbench bench, Request request, Gatekeeper gates, Policy policy, Console console) {
        Snapshot snapshot = bench.observer().observe();
        Optional<Plan> plan = request.intent(bench.store().read(), snapshot, policy)
                .flatMap(intent -> Decider.state(snapshot, intent, policy)
                        .map(state -> Plan.of(state, intent, gates.gates(state, Optional.of(intent)), policy)));
        if (plan.isEmpty()) {
            console.complain("there is no readable trust anchor to plan with; `capstan check` says more");
        }
        return plan;
    }
}
