package io.capstan.trust;

import java.time.Duration;
import java.time.Instant;

/**
 * How far apart two events must be before one can be said to have seen the other.
 *
 * @param volumeLag how long kubelet may take to bring a changed ConfigMap or Secret into a mounted volume
 * @param clockSkew how far the clocks of nodes and API server may differ
 */
public record Margins(Duration volumeLag, Duration clockSkew) {
    /** The first moment at which whatever starts has certainly seen a change of {@code changedAt}. */
    public Instant seenBy(Instant changedAt) {
        return changedAt.plus(volumeLag).plus(clockSkew);
    }
}
