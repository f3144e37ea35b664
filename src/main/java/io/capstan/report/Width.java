package io.capstan.report;

import java.util.regex.Pattern;

/**
 * How many characters a line for people may have.
 *
 * @param columns more than any indent
 */
public record Width(int columns) {
    /** Lines are as long as they are. */
    public static final Width ANY = new Width(Integer.MAX_VALUE);

    private static final String BEHIND_MARK = "   ";
    private static final Pattern COMMAND = Pattern.compile("\\b(?:kubectl|cmctl|helm) ");

    /**
     * A line broken at spaces, each part after the first behind {@code indent}. A word that is too long alone stays whole,
     * and so does a line with a command in it: whoever copies that must not get half of it.
     *
     * @param line without an end; its own indent is kept
     */
    public String wrap(String line, String indent) {
        if (line.length() <= columns || COMMAND.matcher(line).find()) {
            return line;
        }
        return broken(line, indent);
    }

    /** The same for what stands behind a mark and a space; a mark is up to two columns wide, whatever sequences colour it. */
    String wrapBehindMark(String title, String indent) {
        return wrap(BEHIND_MARK + title, indent).substring(BEHIND_MARK.length());
    }

    private String broken(String line, String indent) {
        if (line.length() <= columns) {
            return line;
        }
        int margin = line.length() - line.stripLeading().length();
        int end = line.lastIndexOf(' ', columns);
        if (end <= margin) {
            end = line.indexOf(' ', Math.max(columns, margin));
        }
        return end < 0 ? line : line.substring(0, end) + "\n" + broken(indent + line.substring(end + 1), indent);
    }
}
