package io.capstan.cli;

import io.capstan.cluster.Outcome;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Ends a pause. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Ends a pause: rotations may begin and go on again.",
        footer = {"", "Example: ${ROOT-COMMAND-NAME} resume"})
public final class ResumeCommand implements Callable<Integer> {
    private final Console console;

    public ResumeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<Outcome> resumed = console.workbench().anchorNotes().resume();
        return PauseCommand.ended(
                console, resumed.orElseGet(Outcome.Done::new), resumed.isPresent() ? "resumed" : "nothing was paused");
    }
}
