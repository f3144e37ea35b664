package io.capstan.report;

/** What somebody may give or leave away, such as a reason. */
public final class Given {
    private Given() {}

    /** As people read it. */
    public static String orNone(String given) {
        return given.isEmpty() ? "none given" : given;
    }
}
