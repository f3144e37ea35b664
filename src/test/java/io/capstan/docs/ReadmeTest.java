package io.capstan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.demo.DemoCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows of a cluster that was set up as Linkerd's documentation says. */
class ReadmeTest {
    /** Stands for what is left out. */
    private static final String REST = "…";

    @ParameterizedTest
    @ValueSource(strings = {"check", "plan"})
    void showsWhatTheCommandPrints(String command) throws IOException {
        assertThat(printed(command)).matches(pattern(shown("$ capstan " + command)));
    }

    /** The block that begins with this line, without it. */
    private static String shown(String line) throws IOException {
        return Pattern.compile("(?m)(?:^ {4}.*\n|^\n(?= {4}))+")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.strip().replaceAll("(?m)^ {4}", ""))
                .filter(block -> block.startsWith(line + "\n"))
                .map(block -> block.substring(line.length()))
                .findFirst()
                .orElseThrow();
    }

    private static String printed(String command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DemoCluster cluster = DemoCluster.start(new PrintStream(out, true, StandardCharsets.UTF_8))) {
            cluster.capstan(command);
        }
        return words(out.toString(StandardCharsets.UTF_8).replace("$ capstan " + command, ""));
    }

    private static Pattern pattern(String shown) {
        return Pattern.compile(
                Stream.of(words(shown).split(REST, -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** Where a line ends depends on the terminal. */
    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
