package io.capstan.cli;

import io.capstan.cluster.Outcome;
import io.capstan.trust.Suspension;
import io.capstan.window.Durations;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
    private Optional<String> duration = Optional.empty();

    @Spec
    private @Nullable CommandSpec spec;

    public PauseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Workbench bench = console.workbench();
        Instant now = bench.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Suspension pause = new Suspension(
                reason, System.getProperty("user.name", ""), Optional.of(now), duration.map(text -> end(now, text)));
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

    private Instant end(Instant now, String text) {
        return Durations.parse(text)
                .filter(length -> !length.isZero())
                .map(now::plus)
                .orElseThrow(() -> new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "--for is '" + text + "'; expected a duration such as 36h or 3d"));
    }
}
