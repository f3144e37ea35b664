package io.capstan.pass;

import io.capstan.pki.Certificate;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Due;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Policy;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Duration;
import java.util.Optional;

/**
 * A rotation that somebody asks for.
 *
 * @param byHand whether a person asks, who thereby approves of it
 * @param maxWait the longest wait to sleep through: a longer one ends the run, which is then to be repeated; empty for any
 */
public record Request(Asked asked, boolean byHand, Optional<Duration> maxWait) {
    /**
     * The intent that this request joins, or would begin with; empty if there is no readable anchor. To be retired is an
     * old anchor that somebody has begun to replace (a person by hand, cert-manager by itself), else the current one.
     *
     * @param stored the rotation that is under way, if one is
     */
    public Optional<Intent> intent(Optional<Intent> stored, Snapshot snapshot, Policy policy) {
        return stored.map(this::joined)
                .or(() -> TrustState.of(snapshot, policy.margins(), asked.left(), Optional.empty())
                        .map(this::begun))
                .map(intent -> byHand ? intent.withApproval(snapshot.now()) : intent);
    }

    /** Nobody adds anything by itself to a rotation that was started by hand. */
    private Intent joined(Intent underWay) {
        return byHand || Due.isWhy(underWay.asked()) ? underWay.joined(asked) : underWay;
    }

    private Intent begun(TrustState state) {
        return Intent.begun(
                toRetire(state).fingerprint(), asked, state.snapshot().now());
    }

    /** One that has left the sources of the bundle comes back there first, and is then the one that is replaced. */
    private static Certificate toRetire(TrustState state) {
        return state.previous().plus(state.lost()).without(state.anchor()).stream()
                .findFirst()
                .orElse(state.anchor());
    }
}
