package io.capstan.cli;

import io.capstan.config.Nearest;
import io.capstan.window.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line; picocli would print the whole usage after it. */
final class WrongUsage implements IParameterExceptionHandler {
    private final Console console;

    WrongUsage(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String help = command.qualifiedName() + " --help";
        String line = e instanceof UnmatchedArgumentException unmatched
                ? unknown(command, unmatched)
                : mistakenValue(e).orElseGet(() -> String.valueOf(e.getMessage()));
        console.complain(line.contains(help) ? line : line + (line.endsWith("?") ? " " : "; ") + help + " says more");
        return ExitCode.USAGE;
    }

    private static String unknown(CommandSpec command, UnmatchedArgumentException e) {
        String word = e.getUnmatched().get(0).replaceFirst("(?<=.)=.*", "");
        if (e.isUnknownOption()) {
            return "there is no option " + Quoted.of(word) + meant(bare(word), options(command), "--");
        }
        List<String> commands = commands(command);
        return "there is no " + (commands.isEmpty() ? "argument " : "command ") + Quoted.of(word)
                + meant(word, commands, "");
    }

    private static String meant(String word, List<String> known, String dashes) {
        return Nearest.to(word, known)
                .map(nearest -> "; did you mean " + dashes + nearest + "?")
                .orElse("");
    }

    private static List<String> commands(CommandSpec command) {
        return command.subcommands().entrySet().stream()
                .filter(entry ->
                        !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Their long names, without dashes. */
    private static List<String> options(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .map(WrongUsage::bare)
                .toList();
    }

    private static String bare(String option) {
        return option.replaceFirst("^-+", "");
    }

    /** A value that an option does not take, with those that it does. */
    private static Optional<String> mistakenValue(ParameterException e) {
        Optional<ArgSpec> argument = Optional.ofNullable(e.getArgSpec());
        Optional<String> value = Optional.ofNullable(e.getValue());
        return argument.isEmpty() || value.isEmpty()
                ? Optional.empty()
                : expected(argument.get(), e)
                        .map(expected -> name(argument.get()) + " is " + Quoted.of(value.get()) + "; " + expected);
    }

    private static Optional<String> expected(ArgSpec argument, ParameterException e) {
        return words(argument)
                .or(() -> e.getCause() instanceof TypeConversionException own
                        ? Optional.ofNullable(own.getMessage())
                        : Optional.empty());
    }

    /** As they are typed, where only some are allowed. */
    private static Optional<String> words(ArgSpec argument) {
        List<String> words = new ArrayList<>();
        Optional.ofNullable(argument.completionCandidates()).ifPresent(all -> all.forEach(words::add));
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of("allowed are " + String.join(", ", words).replaceFirst(", ([^,]*)$", " and $1"));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : "argument " + argument.paramLabel();
    }
}
