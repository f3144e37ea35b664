package io.capstan.cli;

import io.capstan.cluster.ClusterException;
import io.capstan.config.Settings;
import io.capstan.trust.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The whole command line, around a console. */
public final class CommandLines {
    private CommandLines() {}

    /** @param hosted further commands: those that need the program around them, beside the console */
    @SafeVarargs
    public static CommandLine of(Console console, Function<Console, Object>... hosted) {
        return of(Invocation.CAPSTAN, console, hosted);
    }

    /**
     * @param invocation as what it was started, which decides on the commands too
     * @param hosted further commands: those that need the program around them, beside the console
     */
    @SafeVarargs
    public static CommandLine of(Invocation invocation, Console any, Function<Console, Object>... hosted) {
        CapstanCommand capstan = new CapstanCommand();
        Console console = any.at(() -> capstan.cluster(invocation));
        CommandLine line = new CommandLine(capstan).setCommandName(invocation.command());
        if (invocation == Invocation.LINKERD) {
            asExtension(line, console);
        } else {
            line.addSubcommand(new CheckCommand(console));
        }
        List.of(
                        new SetupCommand(console),
                        new PlanCommand(console),
                        new RotateCommand(console),
                        new StatusCommand(console),
                        new RunCommand(console),
                        new PauseCommand(console),
                        new ResumeCommand(console),
                        new HistoryCommand(console),
                        new InstallCommand(console),
                        new UninstallCommand(console),
                        new CompletionCommand(console),
                        new CompleteCommand(console))
                .forEach(line::addSubcommand);
        List.of(hosted).forEach(command -> line.addSubcommand(command.apply(console)));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (isInterruption(e)) {
                console.complain(
                        "interrupted; nothing is lost: run it again, and it goes on from what the cluster shows");
                return ExitCode.CLUSTER;
            }
            if (e instanceof ClusterException) {
                console.complain(String.valueOf(e.getMessage()));
                return ExitCode.CLUSTER;
            }
            if (e instanceof WrongUsageException) {
                console.complain(String.valueOf(e.getMessage()));
                return ExitCode.USAGE;
            }
            if (e instanceof Settings.MistakesException) {
                Objects.requireNonNull(e.getMessage()).lines().forEach(console::complain);
                return ExitCode.USAGE;
            }
            throw e;
        });
        line.setParameterExceptionHandler(new WrongUsage(console));
        line.setExecutionStrategy(parsed -> written(console, new CommandLine.RunLast().execute(parsed)));
        line.registerConverter(Integer.class, OptionValues::count);
        line.registerConverter(Duration.class, OptionValues::duration);
        line.registerConverter(ObjectRef.class, OptionValues::workload);
        line.setOut(console.outWriter());
        line.setErr(console.errWriter());
        line.setUsageHelpWidth(console.terminal().helpColumns());
        line.setColorScheme(Help.defaultColorScheme(console.terminal().colour() ? Ansi.ON : Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    private static boolean isInterruption(Exception e) {
        return e instanceof InterruptedException || (e instanceof ClusterException stopped && stopped.isInterruption());
    }

    /** What is lost counts as much as what failed: somebody may apply what they were given of it. */
    private static int written(Console console, int exitCode) {
        Optional<String> failure = console.outputFailure();
        // whoever reads it has had enough: capstan history | head
        failure.filter(why -> !why.equals("Broken pipe"))
                .ifPresent(why -> console.complain("standard output could not be written (" + why
                        + "); something of it is lost: run it again where it can be"));
        return failure.isPresent() && exitCode == ExitCode.OK ? ExitCode.OUTPUT : exitCode;
    }

    /** linkerd has its own idea of a check, and asks for things that people do not. */
    private static void asExtension(CommandLine line, Console console) {
        line.getCommandSpec().addMixin("linkerd", CommandSpec.forAnnotatedObject(new LinkerdFlags()));
        line.addSubcommand(new CommandLine(new LinkerdCheckCommand(console)).setUnmatchedArgumentsAllowed(true));
        line.addSubcommand(new ExtensionMetadataCommand(console));
    }
}
