package io.capstan.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text from a cluster, made fit for a terminal: whoever may write a condition's message or a certificate's name must not
 * be able to move the cursor, break lines or reorder what is shown.
 */
public final class Printable {
    private static final int REPLACEMENT = 0xFFFD;
    /** Whatever {@link Marks} colours with, and nothing else that begins with an escape character. */
    private static final Pattern LINES_END_OR_COLOUR = Pattern.compile("\\n|\u001b\\[(?:0|3[123])m");

    private Printable() {}

    /** {@code text} with white space of any kind as a single space, and other control and format characters replaced. */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().map(Printable::of).forEach(printable::appendCodePoint);
        return printable.toString();
    }

    /**
     * Whole lines: each is {@link #of printable}, and ends stay what they are.
     *
     * @param colour whether the colours of {@link Marks} are among what may be printed
     */
    public static String lines(String text, boolean colour) {
        StringBuilder lines = new StringBuilder();
        Matcher kept = LINES_END_OR_COLOUR.matcher(text);
        int from = 0;
        while (kept.find()) {
            boolean isEnd = kept.group().equals("\n");
            if (isEnd || colour) {
                lines.append(of(text.substring(from, kept.start()))).append(kept.group());
                from = kept.end();
            }
        }
        return lines.append(of(text.substring(from))).toString();
    }

    private static int of(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> Character.isWhitespace(character) ? ' ' : REPLACEMENT;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> REPLACEMENT;
            default -> character;
        };
    }
}
