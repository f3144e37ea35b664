package io.capstan.pass;

import io.capstan.rotation.Decision;
import java.time.Duration;
import java.time.Instant;

/**
 * How often the cluster is looked at.
 *
 * @param shortest between two looks while something is expected to happen any moment
 * @param longest between two looks while the end of a wait is known
 * @param renewLock how often the lock is renewed; well below the lock's life
 * @param lockLife after which a runner that died is given up
 */
public record Pace(Duration shortest, Duration longest, Duration renewLock, Duration lockLife) {
    /** How long to sleep before the next look. */
    Duration until(Decision.Wait wait, Instant now) {
        Duration left = wait.until().map(until -> Duration.between(now, until)).orElse(shortest);
        if (left.compareTo(shortest) < 0) {
            return shortest;
        }
        return left.compareTo(longest) > 0 ? longest : left;
    }
}
