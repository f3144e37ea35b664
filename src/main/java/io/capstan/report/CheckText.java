package io.capstan.report;

import io.capstan.check.Checkup;
import io.capstan.check.Finding;
import io.capstan.check.Group;
import io.capstan.check.Rule;
import io.capstan.check.Rules;
import io.capstan.check.Severity;

/** A check for people, in the manner of {@code linkerd check}. */
public final class CheckText {
    private static final String INDENT = "    ";

    private final Marks marks;
    private final StringBuilder text = new StringBuilder();

    private CheckText(Marks marks) {
        this.marks = marks;
    }

    /** @return lines that end with a newline each */
    public static String of(Checkup checkup, Marks marks) {
        return new CheckText(marks).write(checkup);
    }

    private String write(Checkup checkup) {
        for (Group group : Group.values()) {
            line(group.title());
            line("-".repeat(group.title().length()));
            Rules.ALL.stream().filter(rule -> rule.group() == group).forEach(rule -> write(rule, checkup));
            line("");
        }
        line("maintenance windows: " + WindowText.of(checkup.windows(), checkup.now()));
        line("Status check results are " + marks.of(checkup.status()));
        return text.toString();
    }

    private void write(Rule rule, Checkup checkup) {
        checkup.findings().stream()
                .filter(finding -> finding.id().equals(rule.id()))
                .forEach(finding -> write(rule, finding));
    }

    private void write(Rule rule, Finding finding) {
        String mark = marks.of(finding.severity()) + " ";
        if (finding.severity() == Severity.OK) {
            line(mark + rule.title());
            return;
        }
        line(mark + rule.title() + " [" + rule.id() + "]");
        line(INDENT + Printable.of(finding.object() + ": " + finding.message()));
        if (!finding.hint().isEmpty()) {
            line(INDENT + Printable.of(finding.hint()));
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
