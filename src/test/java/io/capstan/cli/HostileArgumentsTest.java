package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cluster.ClusterException;
import io.capstan.config.Settings;
import io.capstan.hostile.Dice;
import io.capstan.hostile.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever stands on a command line: it is understood, or refused in words, with the exit code of wrong usage. */
class HostileArgumentsTest {
    private static final List<String> VALUES = List.of(
            "",
            "0",
            "-1",
            "3",
            "99999999999999",
            "2147483647",
            "json",
            "JSON",
            "prompt",
            "30s",
            "292y",
            "106751d",
            "Deployment/a/b",
            "Deployment//",
            "a/b/c/d",
            "@/nowhere",
            "${sys:user.home}",
            "@|red x|@",
            "--",
            "=",
            "-",
            "%s%n");

    @Test
    void everyCommandLineEndsWithADocumentedExitCode() {
        List<String> words = words();
        Fuzz.rounds(1_500, dice -> {
            String[] line = line(dice, words);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int exitCode = CommandLines.of(
                            dice.of(Invocation.values()),
                            new Console(HostileArgumentsTest::noCluster, stream(out), stream(err), terminal()))
                    .execute(line);

            String all = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
            assertThat(exitCode).as("%s%n%s", List.of(line), all).isIn(ExitCode.OK, ExitCode.CLUSTER, ExitCode.USAGE);
            assertThat(all).doesNotContain("\tat io.", "\tat java");
            if (exitCode != ExitCode.OK) {
                assertThat(err.toString(StandardCharsets.UTF_8)).isNotBlank();
            }
        });
    }

    /** The settings are read first, as in the program, so that an option's value is looked at before any cluster is. */
    private static Workbench noCluster(ClusterChoice choice) {
        Settings.of(key -> choice.settings().entrySet().stream()
                .filter(entry -> entry.getKey().fullName().equals(key))
                .map(entry -> entry.getValue())
                .findFirst());
        throw new ClusterException("there is no cluster here");
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static Terminal terminal() {
        return Terminal.of(name -> Optional.empty(), StandardCharsets.UTF_8, false);
    }

    /** Every command and option that there is. */
    private static List<String> words() {
        List<String> words = new ArrayList<>();
        Console console = new Console(HostileArgumentsTest::noCluster, System.out, System.err, terminal());
        CommandLine capstan = CommandLines.of(console);
        capstan.getSubcommands().forEach((name, command) -> {
            words.add(name);
            command.getCommandSpec().options().stream()
                    .map(OptionSpec::names)
                    .forEach(names -> words.addAll(List.of(names)));
        });
        return words;
    }

    private static String[] line(Dice dice, List<String> words) {
        List<String> line = new ArrayList<>();
        for (int length = dice.below(7); length >= 0; length--) {
            switch (dice.below(4)) {
                case 0 -> line.add(dice.of(VALUES));
                case 1 -> line.add(dice.of(words) + "=" + (dice.oneIn(2) ? dice.of(VALUES) : dice.text()));
                case 2 -> line.add(dice.oneIn(3) ? dice.damaged(dice.of(words)) : dice.text());
                default -> line.add(dice.of(words));
            }
        }
        return line.toArray(String[]::new);
    }
}
