package io.capstan.report;

import io.capstan.check.Severity;
import java.util.List;

/** A check as {@code linkerd check} prints its own, with {@code -o table} and {@code -o short}. */
public final class ExtensionCheckText {
    private static final String INDENT = "    ";

    private final Marks marks;
    private final Width width;
    private final StringBuilder text = new StringBuilder();

    private ExtensionCheckText(Marks marks, Width width) {
        this.marks = marks;
        this.width = width;
    }

    /** Every check. @return lines that end with a newline each */
    public static String table(ExtensionCheck check, Marks marks, Width width) {
        return new ExtensionCheckText(marks, width).write(check, false);
    }

    /** Only what is not well. @return lines that end with a newline each */
    public static String brief(ExtensionCheck check, Marks marks, Width width) {
        return new ExtensionCheckText(marks, width).write(check, true);
    }

    private String write(ExtensionCheck check, boolean isBrief) {
        for (ExtensionCheck.Category category : check.categories()) {
            List<ExtensionCheck.Check> shown = category.checks().stream()
                    .filter(one -> !isBrief || one.result() != ExtensionCheck.Result.SUCCESS)
                    .toList();
            if (!shown.isEmpty()) {
                line(category.name());
                line("-".repeat(category.name().length()));
                shown.forEach(this::write);
                line("");
            }
        }
        line("Status check results are " + marks.of(check.isSuccess() ? Severity.OK : Severity.CRITICAL));
        return text.toString();
    }

    private void write(ExtensionCheck.Check check) {
        line(marks.of(severity(check.result())) + " " + width.wrapBehindMark(check.description(), INDENT));
        if (!check.error().isEmpty()) {
            line(width.wrap(INDENT + check.error(), INDENT));
        }
        if (!check.hint().isEmpty()) {
            line(width.wrap(INDENT + check.hint(), INDENT));
        }
    }

    private static Severity severity(ExtensionCheck.Result result) {
        return switch (result) {
            case SUCCESS -> Severity.OK;
            case WARNING -> Severity.WARNING;
            case ERROR -> Severity.CRITICAL;
        };
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
