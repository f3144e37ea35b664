package io.capstan.report;

import io.capstan.check.Severity;
import io.capstan.check.Status;

/**
 * The marks of {@code linkerd check}, and two more for what it does not have.
 *
 * @param ascii for terminals and logs that cannot show the others
 * @param colour whether the marks are coloured by ANSI sequences
 */
public record Marks(boolean ascii, boolean colour) {
    public static final Marks PLAIN = new Marks(false, false);

    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String RESET = "\u001b[0m";

    String of(Severity severity) {
        return switch (severity) {
            case OK -> mark("√", "ok", GREEN);
            case INFO -> mark("i", "ii", GREEN);
            case WARNING -> mark("‼", "!!", YELLOW);
            case CRITICAL -> mark("×", "xx", RED);
            case SKIPPED -> mark("-", "--", "");
        };
    }

    String of(Status status) {
        return switch (status) {
            case OK -> of(Severity.OK);
            case WARNING -> of(Severity.WARNING);
            case CRITICAL -> of(Severity.CRITICAL);
            case UNKNOWN -> mark("?", "??", YELLOW);
        };
    }

    private String mark(String sign, String plain, String sequence) {
        String text = ascii ? plain : sign;
        return colour && !sequence.isEmpty() ? sequence + text + RESET : text;
    }
}
