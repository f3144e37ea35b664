package io.capstan.e2e.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of a page of {@code docs/}: its blocks of commands, in order.
 *
 * @param title as the heading has it
 */
record Section(String title, List<Block> blocks) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```console ?([a-z-]*)$\n(.*?)^```$");

    /**
     * A fenced block.
     *
     * @param condition what must have been done before it, by a person; empty for nothing
     */
    record Block(String condition, List<Transcript> commands) {}

    static Section of(Path page, String title) {
        String text = text(page);
        int start = text.indexOf("\n## " + title + "\n");
        if (start < 0) {
            throw new IllegalArgumentException(page + " has no section '" + title + "'");
        }
        int next = text.indexOf("\n## ", start + 1);
        Matcher block = BLOCK.matcher(text.substring(start, next < 0 ? text.length() : next));
        List<Block> blocks = new ArrayList<>();
        while (block.find()) {
            blocks.add(new Block(block.group(1), Transcript.all(block.group(2))));
        }
        return new Section(title, blocks);
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
