package io.capstan.window;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A time in which what disturbs users may be done: from {@code start} up to, not including, {@code end}.
 *
 * @param timezone in which people read it: that of the window which opened it
 */
public record Opening(Instant start, Instant end, ZoneId timezone) {
    public Opening {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("an opening cannot start at " + start + " and end at " + end);
        }
    }

    public boolean holds(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** Elapsed time, also where clocks change in between. */
    public Duration length() {
        return Duration.between(start, end);
    }

    boolean isTouchedBy(Opening later) {
        return !later.start.isAfter(end);
    }

    Opening until(Instant other) {
        return other.isAfter(end) ? new Opening(start, other, timezone) : this;
    }
}
