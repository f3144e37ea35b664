package io.capstan.cli;

import io.capstan.check.Checkup;
import io.capstan.check.Group;
import io.capstan.pass.Setup;
import io.capstan.report.CheckText;
import io.capstan.report.SetupText;
import io.capstan.setup.Found;
import io.capstan.setup.Improvement;
import io.capstan.setup.Manner;
import io.capstan.setup.Piece;
import io.capstan.setup.SetupDecider;
import io.capstan.setup.Step;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.Installation;
import io.capstan.trust.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes what Linkerd's documentation has people make before they install Linkerd, without its traps. */
@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        description = {
            "Sets trust anchor, identity issuer and trust bundle up: steps 1 to 5 of Linkerd's documentation, without its traps.",
            "What is there already stays as it is. It ends with a check."
        },
        footer = {
            "",
            "Exit codes: 0 everything stands, 2 refused, or what stands is broken, 3 the cluster could not be read or written,"
                    + " 64 wrong usage or configuration.",
            "Example: ${ROOT-COMMAND-NAME} setup --dry-run"
        })
public final class SetupCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--dry-run", description = "Print the YAML of what is missing, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--as-documented",
            description = "Make exactly the documentation's objects, though never a copy of the anchor's private key.")
    private boolean asDocumented;

    @Option(
            names = "--improve",
            description = "Change what works but could be better. Never has the trust anchor issued anew.")
    private boolean improve;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Spec
    private @Nullable CommandSpec spec;

    public SetupCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (asDocumented && improve) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--improve and --as-documented contradict each other: give one of them");
        }
        Workbench bench = console.workbench();
        Installation installation = bench.settings().installation();
        if (!installation.readsSecrets()) {
            console.complain(
                    "capstan.secrets is 'never', and setup has to see which Secrets there are: let somebody who may"
                            + " read them run it, with CAPSTAN_SECRETS=read");
            return ExitCode.USAGE;
        }
        SetupDecider decider = new SetupDecider(
                installation, new Manner(asDocumented, improve, bench.settings().policy()));
        Found found = bench.setupObserver().look();
        Step first = decider.next(found);
        if (first instanceof Step.Refuse refuse) {
            return refused(refuse);
        }
        if (dryRun) {
            console.print(SetupText.yaml(decider, found));
            if (found.snapshot().linkerd().config().isEmpty()) {
                console.print("\n" + SetupText.commented(SetupText.installation(installation)));
            }
            return ExitCode.OK;
        }
        decider.stages(found).stream()
                .flatMap(stage -> stage.pieces().stream())
                .filter(piece -> found.has(piece.ref()))
                .forEach(piece -> console.print(SetupText.inPlace(piece)));
        if (!(first instanceof Step.Done) && !isConfirmed(decider.improvements(found))) {
            return ExitCode.REFUSED;
        }
        Step last = bench.setup(decider).run(new Progress());
        if (last instanceof Step.Refuse refuse) {
            return refused(refuse);
        }
        console.print(SetupText.left(((Step.Done) last).left()));
        return checked(bench);
    }

    private boolean isConfirmed(List<Improvement> improvements) {
        if (yes || !console.isInteractive()) {
            return true;
        }
        console.print(improve ? SetupText.ahead(improvements) : "");
        if (console.confirms(improve ? "create what is missing, and improve?" : "create what is missing?")) {
            return true;
        }
        console.complain("nothing was changed");
        return false;
    }

    private int refused(Step.Refuse refuse) {
        refuse.reasons().forEach(reason -> console.complain("refused: " + reason));
        return ExitCode.REFUSED;
    }

    /** The check comes before what is left to do: the last lines are what a person acts upon. */
    private int checked(Workbench bench) {
        Snapshot snapshot = bench.observer().observe();
        Checkup checkup = Checkup.of(snapshot, bench.policy(), bench.store().read());
        console.print("\n" + CheckText.of(checkup, console.marks(), console.width()));
        if (snapshot.anchor()
                .resource()
                .map(CertificateResource::renewalDisabled)
                .orElse(false)) {
            console.print("\n" + SetupText.renewedByCapstanAlone());
        }
        if (snapshot.linkerd().config().isEmpty()) {
            console.print("\n" + SetupText.installation(bench.settings().installation()));
        }
        return checkup.isBroken(Group.MADE_BY_SETUP) ? ExitCode.REFUSED : ExitCode.OK;
    }

    /** One line for everything that happens. */
    private final class Progress implements Setup.Listener {
        @Override
        public void created(Piece piece) {
            console.print(SetupText.created(piece));
        }

        @Override
        public void improved(Improvement improvement) {
            console.print(SetupText.improved(improvement));
        }

        @Override
        public void waitsFor(String what) {
            console.print(SetupText.waiting(what));
        }
    }
}
