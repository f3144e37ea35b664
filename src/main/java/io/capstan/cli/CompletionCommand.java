package io.capstan.cli;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what teaches a shell to complete this command line. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script that teaches a shell to complete capstan.",
            "For kubectl capstan, kubectl finds kubectl_complete-capstan, beside this program, by itself."
        },
        footer = {"", "Example: ${ROOT-COMMAND-NAME} completion bash"})
public final class CompletionCommand implements Runnable {
    private static final String COMPLETED = "capstan";
    /** fish asks the program itself, word for word. */
    private static final String FISH = """
            # fish completion for capstan
            complete -c capstan -f -a '(capstan __complete -- (commandline -opc)[2..-1] (commandline -ct) | string match -v ":*")'
            """;

    private final Console console;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Shell shell;

    @Spec
    private @Nullable CommandSpec spec;

    /** picocli's script for bash also serves zsh, through zsh's own bashcompinit. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        console.print(
                shell == Shell.FISH
                        ? FISH
                        : AutoComplete.bash(
                                COMPLETED, Objects.requireNonNull(spec).root().commandLine()));
    }
}
