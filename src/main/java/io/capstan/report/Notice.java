package io.capstan.report;

import java.nio.charset.StandardCharsets;

/**
 * Something that is said about an object of the cluster, to be published as an Event.
 *
 * @param note for people: one line of less than a kilobyte, fit for a terminal; what was longer is cut. It holds nothing
 *     that changes merely because time passes, such as what is left until a date: a note that stays the same is one Event
 *     that counts, another note is another Event
 */
public record Notice(NoticeReason reason, Regarding regarding, String note) {
    /** Kubernetes takes 1024 bytes (kubernetes, pkg/apis/core/validation/events.go). */
    private static final int LESS_THAN = 1000;

    private static final String CUT = "…";

    public Notice {
        note = cut(Printable.of(note));
    }

    /** Between characters, where it is too long. */
    private static String cut(String text) {
        if (bytes(text) < LESS_THAN) {
            return text;
        }
        int room = LESS_THAN - 1 - bytes(CUT);
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            room -= bytes(Character.toString(character));
            if (room < 0) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end) + CUT;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
