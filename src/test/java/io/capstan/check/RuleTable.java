package io.capstan.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Snapshots;
import io.capstan.rotation.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The outcomes of one rule, each a row: a sentence, the cluster, the severity, and words that the finding must hold. */
final class RuleTable {
    private final Rule rule;
    private final Policy policy;
    private final List<DynamicTest> rows = new ArrayList<>();

    private RuleTable(Rule rule, Policy policy) {
        this.rule = rule;
        this.policy = policy;
    }

    static RuleTable of(String id) {
        return of(id, Policy.DEFAULT);
    }

    static RuleTable of(String id, Policy policy) {
        return new RuleTable(
                Rules.ALL.stream()
                        .filter(rule -> rule.id().equals(id))
                        .findFirst()
                        .orElseThrow(),
                policy);
    }

    RuleTable ok(String sentence, Snapshots given, String... words) {
        return row(sentence, given, Severity.OK, words);
    }

    RuleTable info(String sentence, Snapshots given, String... words) {
        return row(sentence, given, Severity.INFO, words);
    }

    RuleTable warning(String sentence, Snapshots given, String... words) {
        return row(sentence, given, Severity.WARNING, words);
    }

    RuleTable critical(String sentence, Snapshots given, String... words) {
        return row(sentence, given, Severity.CRITICAL, words);
    }

    RuleTable skipped(String sentence, Snapshots given, String... words) {
        return row(sentence, given, Severity.SKIPPED, words);
    }

    private RuleTable row(String sentence, Snapshots given, Severity severity, String... words) {
        rows.add(DynamicTest.dynamicTest(rule.id() + ": " + sentence, () -> {
            Finding finding = rule.examine(Examination.of(given.build(), policy, Optional.empty()));
            assertThat(finding.severity()).as(finding.toString()).isEqualTo(severity);
            String text = finding.object() + ": " + finding.message() + " | " + finding.hint();
            assertThat(words).allSatisfy(word -> assertThat(text).contains(word));
            if (severity == Severity.WARNING || severity == Severity.CRITICAL) {
                assertThat(finding.hint()).as("a hint that says what to do").isNotBlank();
            }
        }));
        return this;
    }

    Stream<DynamicTest> tests() {
        return rows.stream();
    }
}
