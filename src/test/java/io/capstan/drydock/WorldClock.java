package io.capstan.drydock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The embedded cluster's own time: it stands still until somebody moves it, so that a day passes in a second. */
public final class WorldClock extends Clock {
    private volatile Instant now;

    public WorldClock(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves time to {@code instant}; time never goes back. */
    public synchronized void moveTo(Instant instant) {
        if (instant.isAfter(now)) {
            now = instant;
        }
    }

    public void moveBy(Duration duration) {
        moveTo(now.plus(duration));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the cluster's time is UTC");
    }
}
