package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Drydock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is printed is what the terminal can show. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminalTest {
    private static final String ESCAPE = "\u001b";

    private final Drydock cluster = Drydock.afterThePage();

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void coloursMarksOnATerminal() {
        Shell shell = Shell.on(cluster).interactive(Map.of("TERM", "xterm"));
        shell.run("check");
        assertThat(shell.out()).contains(ESCAPE + "[32m√" + ESCAPE + "[0m");
    }

    @Test
    void coloursNothingWhereNobodyWantsIt() {
        for (Shell shell : List.of(
                Shell.on(cluster).interactive(Map.of("NO_COLOR", "1")),
                Shell.on(cluster).interactive(Map.of("TERM", "dumb")),
                Shell.on(cluster).piped(Map.of()))) {
            shell.run("check");
            assertThat(shell.out()).contains("√").doesNotContain(ESCAPE);
            shell.run("check", "--help");
            assertThat(shell.out()).contains("--certificates").doesNotContain(ESCAPE);
        }
    }

    @Test
    void anEmptyNoColorIsNone() {
        Shell shell = Shell.on(cluster).interactive(Map.of("NO_COLOR", ""));
        shell.run("check");
        assertThat(shell.out()).contains(ESCAPE);
    }

    @Test
    void marksAreLettersWhereThereIsNoUnicode() {
        Shell shell = Shell.on(cluster).in(StandardCharsets.US_ASCII);
        shell.run("check");
        assertThat(shell.out()).contains("ok the trust anchor is a CA", "!! ").doesNotContain("?");
    }

    @Test
    void linesForPeopleEndWhereANarrowTerminalDoes() {
        Shell shell = Shell.on(cluster).interactive(Map.of("COLUMNS", "60", "NO_COLOR", "1"));
        for (String command : List.of("check", "plan")) {
            shell.run(command);
            assertThat(shell.out().lines().filter(line -> !isWhole(line)))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        }
        shell.run("rotate", "--help");
        assertThat(shell.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
    }

    @Test
    void linesInAPipeAreAsLongAsTheyAre() {
        Shell shell = Shell.on(cluster).piped(Map.of("COLUMNS", "60"));
        shell.run("check");
        assertThat(shell.out().lines()).anySatisfy(line -> assertThat(line).hasSizeGreaterThan(100));
    }

    @Test
    void whatAClusterSaysDoesNotSteerTheTerminal() {
        Terminal plain = Terminal.of(name -> Optional.empty(), StandardCharsets.UTF_8, false);
        assertThat(plain.shown("a\u001b[2Jb\rc\u0007\nd\u202e")).isEqualTo("a\ufffd[2Jb c\ufffd\nd\ufffd");
        Terminal coloured = new Terminal(true, StandardCharsets.UTF_8, true, Optional.empty());
        assertThat(coloured.shown("\u001b[32m√\u001b[0m \u001b[2J\u001b]0;x\u0007"))
                .isEqualTo("\u001b[32m√\u001b[0m \ufffd[2J\ufffd]0;x\ufffd");
    }

    /** A command to copy, or a single word, is not broken. */
    private static boolean isWhole(String line) {
        return line.matches(".*\\b(kubectl|cmctl|helm) .*") || !line.strip().contains(" ");
    }
}
