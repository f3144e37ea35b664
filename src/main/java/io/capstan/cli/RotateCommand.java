package io.capstan.cli;

import io.capstan.pass.Ending;
import io.capstan.pass.Gatekeeper;
import io.capstan.pass.IssuerRenewal;
import io.capstan.pass.Request;
import io.capstan.pass.Rotation;
import io.capstan.pass.Teller;
import io.capstan.report.PlanText;
import io.capstan.report.RotationReport;
import io.capstan.report.RotationReportText;
import io.capstan.report.RotationText;
import io.capstan.rotation.Plan;
import io.capstan.rotation.Policy;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a rotation, or takes one up again, to its end. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description =
                "Rotates the trust anchor from end to end. Interrupt it at any point; run it again and it goes on.",
        footer = {
            "",
            "Exit codes: 0 done, 2 refused or failed, 3 the cluster could not be read or written, 4 held,"
                    + " 64 wrong usage or configuration.",
            "Example: ${ROOT-COMMAND-NAME} rotate --reason 'yearly' --yes"
        })
public final class RotateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private RotationOptions options = new RotationOptions();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only show the plan.")
    private boolean dryRun;

    @Option(
            names = "--no-wait",
            description = "End at the first wait that is longer than capstan.run.max-wait; run it again later.")
    private boolean noWait;

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            defaultValue = "",
            description = "Names this request: repeating it does not rotate twice. A Job passes its uid.")
    private String requestId = "";

    @Option(names = "--issuer-only", description = "Renew the identity issuer alone; the trust anchor stays.")
    private boolean issuerOnly;

    @Option(
            names = "--restart",
            description = "With --issuer-only: restart the data plane, to renew its leaves at once.")
    private boolean restart;

    public RotateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        // a request that is named is a Job's, which is as patient as what else runs in the cluster
        Workbench bench = requestId.isEmpty() ? console.workbench() : console.patientWorkbench();
        Policy policy = options.policy(bench.policy());
        Gatekeeper gates = bench.gatesByHand(policy, options.now());
        if (issuerOnly) {
            return issuerOnly(bench, gates, policy);
        }
        Optional<RotationReport> served =
                requestId.isEmpty() ? Optional.empty() : bench.store().history().ofRequest(requestId);
        if (served.isPresent()) {
            console.print("request " + requestId + " was completed already, by rotation "
                    + served.get().id() + "; nothing was changed\n");
            return ExitCode.OK;
        }
        options.compare(bench, console);
        Request request =
                options.request(requestId, noWait ? Optional.of(bench.settings().runMaxWait()) : Optional.empty());
        if (dryRun || (!yes && console.isInteractive())) {
            Optional<Plan> plan = PlanCommand.plan(bench, request, gates, policy, console);
            if (plan.isEmpty()) {
                return ExitCode.REFUSED;
            }
            console.print(PlanText.of(plan.get(), console.width()));
            if (dryRun) {
                return plan.get().blockers().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
            }
            if (!isConfirmed("rotate?")) {
                return ExitCode.REFUSED;
            }
        }
        ProgressLines progress = new ProgressLines(console);
        Teller teller = new Teller(bench.announcer(console::complain), policy, progress::watch);
        Rotation rotation = bench.rotation(policy, gates, console::complain);
        Ending ending = StopSignals.interrupting(() -> rotation.run(request, teller));
        teller.end();
        return ended(ending);
    }

    private int issuerOnly(Workbench bench, Gatekeeper gates, Policy policy) throws InterruptedException {
        if (dryRun) {
            console.complain("--dry-run shows the plan of a rotation; with --issuer-only there is none");
            return ExitCode.USAGE;
        }
        if (!yes && console.isInteractive() && !isConfirmed("renew the identity issuer?")) {
            return ExitCode.REFUSED;
        }
        IssuerRenewal renewal = bench.issuerRenewal(policy, gates, console::complain);
        return ended(StopSignals.interrupting(() ->
                renewal.run(restart, decision -> console.print(RotationText.now(decision) + System.lineSeparator()))));
    }

    private boolean isConfirmed(String question) {
        boolean isConfirmed = console.confirms(question);
        if (!isConfirmed) {
            console.complain("nothing was changed");
        }
        return isConfirmed;
    }

    private int ended(Ending ending) {
        if (ending instanceof Ending.Completed completed) {
            console.print(RotationReportText.of(completed.report()));
            return ExitCode.OK;
        }
        if (ending instanceof Ending.IssuerRenewed renewed) {
            console.print(renewed.issuer().secretRef() + " now holds "
                    + renewed.issuer().certificate().map(Object::toString).orElse("nothing")
                    + System.lineSeparator());
            return ExitCode.OK;
        }
        if (ending instanceof Ending.Refused refused) {
            refused.reasons().forEach(reason -> console.complain("refused: " + reason));
            return ExitCode.REFUSED;
        }
        if (ending instanceof Ending.Waiting waiting) {
            console.print("waiting for " + waiting.reason() + "; run it again later\n");
            return ExitCode.OK;
        }
        console.complain("held: " + ((Ending.Held) ending).reason());
        return ExitCode.HELD;
    }
}
