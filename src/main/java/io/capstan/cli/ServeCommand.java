package io.capstan.cli;

import io.capstan.pass.Ending;
import io.capstan.pass.Publisher;
import io.capstan.pass.Turn;
import io.capstan.serve.Passes;
import io.capstan.serve.Scraped;
import io.capstan.serve.Serving;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/** Passes on a schedule, in a process that lives. */
@Command(
        name = ServeCommand.NAME,
        mixinStandardHelpOptions = true,
        description = {
            "Makes the pass of 'capstan run' every capstan.serve.every, with /q/metrics and /q/health over HTTP.",
            "Of several processes one leads; the others stand by."
        },
        footer = {
            "",
            "Exit codes: 0 it was stopped, 3 nothing leads to a cluster, 64 wrong configuration.",
            "Example: ${ROOT-COMMAND-NAME} serve"
        })
public final class ServeCommand implements Callable<Integer> {
    static final String NAME = "serve";

    private final Console console;
    private final Host host;

    public ServeCommand(Console console, Host host) {
        this.console = console;
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        Workbench bench = console.patientWorkbench();
        Scraped metrics = new Scraped(host.registry());
        Passes passes = new Passes(watcher -> pass(bench, metrics, watcher), host.vitals(), metrics, console::complain);
        Serving serving = new Serving(
                bench.leadership(host.terms(), console::complain),
                host.timetable(bench.settings().serveEvery()),
                passes,
                metrics,
                host.vitals(),
                console::complain);
        serving.start(bench.settings().serveEvery());
        try {
            host.awaitStop();
        } finally {
            serving.stop();
        }
        return ExitCode.OK;
    }

    private void pass(Workbench bench, Scraped metrics, Consumer<Turn> watcher) throws InterruptedException {
        Publisher publisher = bench.announcer(metrics, console::complain);
        ProgressLines progress = new ProgressLines(console);
        Optional<Ending> ending = bench.pass(publisher, turn -> {
            watcher.accept(turn);
            progress.watch(turn);
        });
        console.print(PassLine.of(ending) + System.lineSeparator());
    }
}
