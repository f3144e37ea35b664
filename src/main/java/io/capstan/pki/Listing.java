package io.capstan.pki;

import java.util.List;

/** Many things in one line: the first few, and how many more. */
public final class Listing {
    private Listing() {}

    public static String of(List<String> items, int shown) {
        int more = items.size() - shown;
        return String.join(", ", items.subList(0, Math.min(shown, items.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** {@code 1 anchor}, {@code 3 anchors}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
