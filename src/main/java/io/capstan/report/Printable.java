package io.capstan.report;

/**
 * Text from a cluster, made fit for a terminal: whoever may write a condition's message or a certificate's name must not
 * be able to move the cursor, break lines or reorder what is shown.
 */
public final class Printable {
    private static final int REPLACEMENT = 0xFFFD;

    private Printable() {}

    /** {@code text} with white space of any kind as a single space, and other control and format characters replaced. */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().map(Printable::of).forEach(printable::appendCodePoint);
        return printable.toString();
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
