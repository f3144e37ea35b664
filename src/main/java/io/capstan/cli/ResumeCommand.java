package io.capstan.cli;

import io.capstan.cluster.AnchorNotes;
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
        AnchorNotes notes = console.workbench().anchorNotes();
        String done = notes.isPaused() ? "resumed" : "nothing was paused";
        return PauseCommand.ended(console, notes.resume(), done);
    }
}
