package io.capstan.cli;

import io.capstan.cluster.ClusterException;
import io.capstan.config.Settings;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;

/** The whole command line, around a console. */
public final class CommandLines {
    private CommandLines() {}

    /** @param hosted further commands: those that need the program around them, beside the console */
    public static CommandLine of(Console console, Object... hosted) {
        CommandLine line = new CommandLine(new CapstanCommand());
        List.of(
                        new SetupCommand(console),
                        new CheckCommand(console),
                        new PlanCommand(console),
                        new RotateCommand(console),
                        new StatusCommand(console),
                        new RunCommand(console),
                        new PauseCommand(console),
                        new ResumeCommand(console),
                        new HistoryCommand(console))
                .forEach(line::addSubcommand);
        List.of(hosted).forEach(line::addSubcommand);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof ClusterException || e instanceof Settings.MistakesException) {
                Objects.requireNonNull(e.getMessage()).lines().forEach(console::complain);
                return e instanceof ClusterException ? ExitCode.CLUSTER : ExitCode.USAGE;
            }
            if (e instanceof InterruptedException) {
                console.complain(
                        "interrupted; nothing is lost: run it again, and it goes on from what the cluster shows");
                return ExitCode.CLUSTER;
            }
            throw e;
        });
        line.setOut(console.outWriter());
        line.setErr(console.errWriter());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
        line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE));
        return line;
    }
}
