package io.capstan.pass;

import io.capstan.rotation.Decision;
import io.capstan.rotation.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a run waits for one and the same thing before it leaves the rest to a later run. */
final class Patience {
    private final Optional<Duration> most;
    private String waitedFor = "";
    private Instant since = Instant.EPOCH;

    /** @param most empty for any time */
    Patience(Optional<Duration> most) {
        this.most = most;
    }

    /** Whether {@code wait} is known to take longer, or has taken longer already. */
    boolean isExhaustedBy(Decision.Wait wait, Phase phase, Instant now) {
        String what = phase.text() + ": " + wait.reason();
        if (!what.equals(waitedFor)) {
            waitedFor = what;
            since = now;
        }
        return most.map(limit -> since.plus(limit).isBefore(wait.until().orElse(now)))
                .orElse(false);
    }
}
