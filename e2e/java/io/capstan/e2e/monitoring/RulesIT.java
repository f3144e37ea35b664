package io.capstan.e2e.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alert rules, as promtool sees them, and what belongs to each of them. */
class RulesIT {
    private static final Path RUNBOOKS = Path.of("docs/runbooks");

    private static AlertRules rules;

    @BeforeAll
    static void extract() {
        rules = AlertRules.read();
        rules.writeTo(AlertRules.FOR_PROMTOOL);
    }

    @Test
    void areValid() {
        Command check = promtool("check", "rules", AlertRules.FOR_PROMTOOL.toString());

        assertThat(check.output()).contains("SUCCESS");
        assertThat(check.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("testFiles")
    void fireAndStaySilentAsTheirTestsSay(Path file) {
        Command test = promtool("test", "rules", file.toString());

        assertThat(test.exitCode()).as(test.output()).isZero();
        assertThat(test.output()).contains("SUCCESS").doesNotContain("FAILED");
    }

    static List<Path> testFiles() {
        return RuleTests.all().files();
    }

    @Test
    void haveAFiringAndASilentCaseEach() {
        List<String> names = rules.alerts().stream().map(AlertRules.Alert::name).toList();

        assertThat(RuleTests.all().firing()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(RuleTests.all().silent()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void haveARunbookEachAndNoRunbookIsLeftOver() throws IOException {
        assertThat(rules.alerts())
                .allSatisfy(alert -> assertThat(alert.runbook()).isEqualTo(RUNBOOKS + "/" + alert.name() + ".md"));

        try (Stream<Path> pages = Files.list(RUNBOOKS)) {
            assertThat(pages.map(RUNBOOKS::relativize).map(Path::toString))
                    .containsExactlyInAnyOrderElementsOf(rules.alerts().stream()
                            .map(alert -> alert.name() + ".md")
                            .toList());
        }
    }

    @Test
    void sayInEveryRunbookWhatItMeansAndWhatToDo() {
        assertThat(rules.alerts())
                .allSatisfy(alert -> assertThat(Path.of(alert.runbook()))
                        .content()
                        .startsWith("# " + alert.name() + "\n")
                        .contains("**" + alert.severity() + "**")
                        .containsSubsequence(
                                "## Meaning", "## Impact", "## How to look", "## What to do", "## When it is silent"));
    }

    @Test
    void sayWhatToDoFirst() {
        assertThat(rules.alerts()).allSatisfy(alert -> {
            assertThat(alert.severity()).isIn("critical", "warning");
            assertThat(alert.summary()).contains("$labels.cluster");
            assertThat(alert.description()).containsAnyOf("first", "First");
        });
    }

    private static Command promtool(String... arguments) {
        return Command.run(Stream.concat(Stream.of(PrometheusPrograms.fetched().path("promtool")), Stream.of(arguments))
                .toList());
    }
}
