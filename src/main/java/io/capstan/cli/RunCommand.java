package io.capstan.cli;

import io.capstan.pass.Ending;
import io.capstan.pass.Publisher;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** One scheduled pass. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "One scheduled pass: checks, publishes Events and metrics, and moves a rotation on that is due or under way.",
            "It ends at the first wait that is longer than capstan.run.max-wait; the next pass goes on."
        },
        footer = {
            "",
            "Exit codes: 0 the pass was completed (findings go to metrics and Events), 3 the cluster could not be read or written,"
                    + " 64 wrong usage or configuration.",
            "Example: ${ROOT-COMMAND-NAME} run"
        })
public final class RunCommand implements Callable<Integer> {
    private final Console console;

    public RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Workbench bench = console.patientWorkbench();
        ProgressLines progress = new ProgressLines(console);
        Publisher publisher = bench.announcer(console::complain);
        Optional<Ending> ending = StopSignals.interrupting(() -> bench.pass(publisher, progress::watch));
        bench.deleteFormerGroup(console::complain);
        console.print(PassLine.of(ending) + System.lineSeparator());
        return ExitCode.OK;
    }
}
