package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.serve.Leadership;
import io.capstan.serve.Timetable;
import io.capstan.serve.Vitals;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** {@code --help} of every command. */
class HelpTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @ParameterizedTest
    @EnumSource(Invocation.class)
    void showsAnExampleThatTheCommandLineTakes(Invocation invocation) {
        List<CommandLine> commands = commands(line(invocation)).toList();
        assertThat(commands).hasSizeGreaterThan(8);
        assertThat(commands).allSatisfy(command -> {
            String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
            String example = help.lines()
                    .filter(text -> text.startsWith("Example: "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no example in:\n" + help));
            assertThat(example).startsWith("Example: " + invocation.command() + " ");
            String[] words = words(example.substring(("Example: " + invocation.command()).length()));
            CommandLine.ParseResult parsed = line(invocation).parseArgs(words);
            if (command.getParent() != null) {
                assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(command.getCommandName());
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Invocation.class)
    void isWrittenForTheNameUnderWhichTheProgramWasStarted(Invocation invocation) {
        Shell shell = Shell.withoutCluster().as(invocation);
        assertThat(shell.run("plan", "--help")).isZero();
        assertThat(shell.out()).startsWith("Usage: " + invocation.command() + " plan ");
        assertThat(shell.run()).isEqualTo(64);
        assertThat(shell.err()).startsWith("name a command; " + invocation.command() + " --help lists them");
    }

    /** Of each command that says with what it ends at all. */
    @ParameterizedTest
    @EnumSource(Invocation.class)
    void tellsWrongUsageAmongTheExitCodes(Invocation invocation) {
        assertThat(commands(line(invocation)).map(command -> command.getUsageMessage(CommandLine.Help.Ansi.OFF)))
                .filteredOn(help -> help.contains("Exit codes: "))
                .hasSizeGreaterThan(6)
                .allSatisfy(
                        help -> assertThat(help.replaceAll("\\s+", " ")).containsPattern("Exit codes: .* 64 wrong "));
    }

    private static CommandLine line(Invocation invocation) {
        Console console = new Console(
                () -> {
                    throw new AssertionError("help asks no cluster");
                },
                System.out,
                System.err,
                false);
        return CommandLines.of(invocation, console, here -> new ServeCommand(here, new NoHost()));
    }

    private static Stream<CommandLine> commands(CommandLine line) {
        return Stream.concat(
                Stream.of(line),
                line.getSubcommands().values().stream()
                        .filter(command ->
                                !command.getCommandSpec().usageMessage().hidden()));
    }

    /** As a shell takes them, up to a pipe. */
    private static String[] words(String example) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(example.replaceFirst(" \\|.*", ""));
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        return words.toArray(String[]::new);
    }

    /** Help is printed without it. */
    private record NoHost() implements Host {
        @Override
        public Timetable timetable(Duration every) {
            throw notAsked();
        }

        @Override
        public PrometheusMeterRegistry registry() {
            throw notAsked();
        }

        @Override
        public Vitals vitals() {
            throw notAsked();
        }

        @Override
        public Leadership.Terms terms() {
            throw notAsked();
        }

        @Override
        public void awaitStop() {
            throw notAsked();
        }

        private static AssertionError notAsked() {
            return new AssertionError("help asks no host");
        }
    }
}
