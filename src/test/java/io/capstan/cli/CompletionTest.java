package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shells are taught. */
class CompletionTest {
    private final Shell shell = Shell.withoutCluster();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void bashCompletesCommandsOptionsAndTheirValues() throws Exception {
        assertThat(completed("capstan", "")).contains("check", "rotate", "install", "completion");
        assertThat(completed("capstan", "")).noneMatch(word -> word.startsWith("_"));
        assertThat(completed("capstan", "ro")).containsExactly("rotate");
        assertThat(completed("capstan", "check", "--con")).containsExactly("--context");
        assertThat(completed("capstan", "check", "-o", "")).containsExactlyInAnyOrder("text", "json");
        assertThat(completed("capstan", "rotate", "--strategy", "s")).containsExactly("seamless");
    }

    @Test
    void kubectlIsToldTheSameInItsOwnWay() {
        assertThat(shell.run("__complete", "--", "ro")).isZero();
        assertThat(shell.out()).isEqualTo("rotate\n:4\n");
        shell.run("__complete", "--", "check", "--output", "j");
        assertThat(shell.out()).isEqualTo("json\n:4\n");
        shell.run("__complete", "--", "");
        assertThat(shell.out().lines()).contains("check", "plan", "--context").doesNotContain("__complete");
        shell.run("__complete", "--", "check", "--kubeconfig", "");
        assertThat(shell.out()).isEqualTo(":0\n");
    }

    @Test
    void everyShellThatItKnowsGetsAScriptAndAnotherOneAMessage() {
        for (String name : List.of("bash", "zsh", "fish")) {
            assertThat(shell.run("completion", name)).isZero();
            assertThat(shell.out()).contains("capstan");
        }
        assertThat(shell.run("completion", "tcsh")).isEqualTo(64);
        assertThat(shell.err()).contains("bash", "zsh", "fish");
    }

    /** What a real bash offers at the end of {@code words}; that compopt is for its own calls alone is no matter here. */
    private List<String> completed(String... words) throws IOException, InterruptedException {
        shell.run("completion", "bash");
        Path script = Files.writeString(folder.resolve("completion"), shell.out());
        List<String> command = new ArrayList<>(List.of("bash", "--norc", "-c", """
                        . "$0"
                        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                        function=$(complete -p capstan | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
                        "$function" && printf '%s\\n' "${COMPREPLY[@]}"
                        """, script.toString()));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out.lines().map(String::strip).toList();
    }
}
