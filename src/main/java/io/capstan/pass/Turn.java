package io.capstan.pass;

import io.capstan.rotation.Decision;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Phase;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.TrustState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One turn of the loop, for whoever watches it.
 *
 * @param before the phase that was noted last before this turn; empty if none was
 */
public record Turn(Optional<Phase> before, Phase phase, Decision decision, Intent intent, TrustState state) {
    /** The API server's time at which it looked. */
    Instant now() {
        return state.snapshot().now();
    }

    /** Whether its rotation begins, or goes on. */
    boolean isGoingOn() {
        return decision.begins(state.isUnfinished());
    }

    /** Whether its rotation has begun, and is not over with this turn. */
    boolean isUnderWay() {
        return !(decision instanceof Decision.Done) && (before.isPresent() || isGoingOn());
    }

    /** Workloads of the data plane all of whose pods have loaded the current anchor. */
    public long workloadsWithAnchor() {
        return state.snapshot().dataPlane().workloads().stream()
                .filter(this::hasAnchor)
                .count();
    }

    public int workloads() {
        return state.snapshot().dataPlane().workloads().size();
    }

    public Duration elapsed() {
        return Duration.between(intent.startedAt(), state.snapshot().now());
    }

    private boolean hasAnchor(MeshedWorkload workload) {
        return workload.pods().stream().noneMatch(pods -> state.needsAnchor(state.loaded(pods)));
    }
}
