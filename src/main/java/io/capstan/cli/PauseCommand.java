package io.capstan.cli;

import io.capstan.cluster.Outcome;
import io.capstan.trust.Suspension;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps rotations from beginning and going on, until a given time or until resumed. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps rotations from beginning and from going on.",
            "A rotation whose anchor is renewed already cannot be undone: it stands still, and its deadline stays."
        },
        footer = {"", "Example: ${ROOT-COMMAND-NAME} pause --reason 'release freeze' --for 3d"})
public final class PauseCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for whoever wonders.")
    private String reason = "";

    @Option(
            names = "--for",
            paramLabel = "D",
            description = "How long, such as 36h or 3d; without it, until capstan resume.")
    private Optional<Duration> duration = Optional.empty();

    public PauseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Workbench bench = console.workbench();
        Instant now = bench.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Suspension pause =
                new Suspension(reason, System.getProperty("user.name", ""), Optional.of(now), duration.map(now::plus));
        return ended(console, bench.anchorNotes().pause(pause), "paused " + pause.text());
    }

    static int ended(Console console, Outcome outcome, String done) {
        if (outcome instanceof Outcome.Conflict conflict) {
            console.complain(conflict.why() + "; nothing was changed, try again");
            return ExitCode.CLUSTER;
        }
        console.print(done + System.lineSeparator());
        return ExitCode.OK;
    }
}
