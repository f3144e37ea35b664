package io.capstan.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * That somebody has paused automatic rotation: annotations {@code capstan.io/paused} and those beside it.
 *
 * @param reason as it was given
 * @param by who; empty if it was not noted
 * @param since empty if it was not noted
 * @param until when it ends by itself; empty if only {@code capstan resume} ends it
 */
public record Suspension(String reason, String by, Optional<Instant> since, Optional<Instant> until) {
    public static final String REASON = "paused";
    public static final String BY = "paused-by";
    public static final String SINCE = "paused-since";
    public static final String UNTIL = "paused-until";
    public static final List<String> ANNOTATIONS = List.of(REASON, BY, SINCE, UNTIL);

    public boolean isOver(Instant now) {
        return until.map(end -> !now.isBefore(end)).orElse(false);
    }

    /** In words that can follow "paused". */
    public String text() {
        return (by.isEmpty() ? "" : "by " + by + " ")
                + until.map(end -> "until " + end).orElse("until capstan resume")
                + (reason.isEmpty() ? "" : ": " + reason);
    }
}
