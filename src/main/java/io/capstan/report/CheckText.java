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
    private final Width width;
    private final StringBuilder text = new StringBuilder();

    private CheckText(Marks marks, Width width) {
        this.marks = marks;
        this.width = width;
    }

    /** @return lines that end with a newline each */
    public static String of(Checkup checkup, Marks marks) {
        return of(checkup, marks, Width.ANY);
    }

    /**
     * @param width where lines are broken
     * @return lines that end with a newline each
     */
    public static String of(Checkup checkup, Marks marks, Width width) {
        return new CheckText(marks, width).write(checkup);
    }

    private String write(Checkup checkup) {
        for (Group group : Group.values()) {
            line(group.title());
            line("-".repeat(group.title().length()));
            Rules.ALL.stream().filter(rule -> rule.group() == group).forEach(rule -> write(rule, checkup));
            line("");
        }
        line(width.wrap("maintenance windows: " + WindowText.of(checkup.windows(), checkup.now()), INDENT));
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
            line(mark + width.wrapBehindMark(rule.title(), INDENT));
            return;
        }
        line(mark + width.wrapBehindMark(rule.title() + " [" + rule.id() + "]", INDENT));
        line(width.wrap(INDENT + Printable.of(finding.object() + ": " + finding.message()), INDENT));
        if (!finding.hint().isEmpty()) {
            line(width.wrap(INDENT + Printable.of(finding.hint()), INDENT));
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
