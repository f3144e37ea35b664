package io.capstan.window;

/** A value as a line about a mistake in it shows it: in quotes, on that one line, and no more of it than people read. */
public final class Quoted {
    private static final int LONGEST = 100;

    private Quoted() {}

    public static String of(String text) {
        String line = text.strip().replaceAll("(?U)[\\s\\p{Cntrl}]+", " ");
        int end = Math.min(LONGEST, line.codePointCount(0, line.length()));
        String shown = line.substring(0, line.offsetByCodePoints(0, end));
        return "'" + shown + (shown.length() < line.length() ? "…" : "") + "'";
    }
}
