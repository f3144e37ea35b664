package io.capstan.check;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
    /** As it should be. */
    OK,
    /** Worth knowing; nothing has to be done about it now. */
    INFO,
    /** It will become a problem, or stands in the way of a rotation. */
    WARNING,
    /** Something is broken, or will be soon if nobody acts. */
    CRITICAL,
    /** It could not be judged; the message says why. */
    SKIPPED;

    /** As people and programs write it: {@code warning}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
