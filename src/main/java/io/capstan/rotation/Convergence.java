package io.capstan.rotation;

import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.PodGroup;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.TrustState;
import java.util.Optional;

/** Getting every leaf under the anchor: by waiting until each has been renewed or has run out, or by restarting its pod. */
final class Convergence {
    private final TrustState state;
    private final Distribution distribution;
    private final Strategy strategy;

    Convergence(TrustState state, Distribution distribution, Strategy strategy) {
        this.state = state;
        this.distribution = distribution;
        this.strategy = strategy;
    }

    Decision next() {
        return strategy.restartsForLeaves()
                ? Distribution.firstOf(
                        distribution::issuersSettled, this::dataPlane, this::controlPlane, this::renewals)
                : Distribution.firstOf(this::renewals);
    }

    private Optional<Decision> dataPlane() {
        return distribution.dataPlane(
                this::canRestart, this::isOld, Cause.RENEW_LEAF, "its leaves may be under the old anchor");
    }

    private Optional<Decision> controlPlane() {
        return distribution.controlPlane(
                false, (component, pod) -> !state.isLeafUnderAnchor(component, pod), Cause.RENEW_LEAF);
    }

    /** What cannot be restarted holds up nothing here: its leaf is renewed, or runs out. */
    private boolean canRestart(MeshedWorkload workload) {
        return distribution.isCounted(workload) && workload.workload().restart().isPossible();
    }

    /** A proxy renews its leaf by itself, at 70% of its life. */
    private Optional<Decision> renewals() {
        return Optional.of(state.leavesRenewedBy()
                .map(until -> Decision.waitUntil(until, "every proxy to renew its leaf under the new anchor"))
                .orElseGet(() -> Decision.waitFor("a replica of linkerd-identity, which there is none of: without it no"
                        + " proxy can renew its leaf")));
    }

    private boolean isOld(PodGroup pods) {
        return !state.isLeafUnderAnchor(pods);
    }
}
