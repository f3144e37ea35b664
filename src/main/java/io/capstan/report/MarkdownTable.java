package io.capstan.report;

import java.util.List;
import java.util.stream.Collectors;

/** A table of GitHub's Markdown, which other trackers read as well. */
final class MarkdownTable {
    /** What begins or ends a cell, code, emphasis, a link, an entity or HTML. */
    private static final String ACTIVE = "\\|`*_~[]<>&";

    private final StringBuilder text = new StringBuilder();

    MarkdownTable(String... columns) {
        row(List.of(columns));
        text.append("|").append(" --- |".repeat(columns.length)).append('\n');
    }

    void row(String... cells) {
        row(List.of(cells));
    }

    private void row(List<String> cells) {
        text.append(cells.stream().map(MarkdownTable::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** {@code cell} so that it is shown as it stands, on one line, whatever is in it. */
    static String escaped(String cell) {
        StringBuilder escaped = new StringBuilder();
        Printable.of(cell).codePoints().forEach(character -> {
            if (ACTIVE.indexOf(character) >= 0) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(character);
        });
        return escaped.toString();
    }

    /** @return lines that end with a newline each */
    @Override
    public String toString() {
        return text.toString();
    }
}
