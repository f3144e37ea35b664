package io.capstan.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** Text that takes a terminal over, and the proof that none is among what was printed. */
public final class Steering {
    /**
     * Clears the screen, sets the title, rings, moves back to the start of the line, by C0 and by C1; colours, reorders,
     * hides, ends the line in four ways; and a character that is half of one.
     */
    public static final String TEXT =
            "x\u001b[2J\u001b]0;t\u0007\r\b\u009b2J\u0085\u001b[31m\u202egnp.\u2066a\u200b\u2028b\u2029c\nd\u0000\ud800y";

    private static final Set<Integer> FORBIDDEN = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.SURROGATE,
            (int) Character.PRIVATE_USE,
            (int) Character.UNASSIGNED,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR);

    private Steering() {}

    /** Every character of {@code printed} stays in its place and can be seen, but for the ends of lines. */
    public static void assertNoneIn(String printed) {
        assertThat(printed.codePoints()
                        .filter(character -> character != '\n' && FORBIDDEN.contains(Character.getType(character)))
                        .mapToObj(character -> String.format("U+%04X", character)))
                .as(printed)
                .isEmpty();
    }
}
