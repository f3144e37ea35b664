package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.pki.Fingerprint;
import io.capstan.trust.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person wants, and the few things that the cluster cannot tell. It is stored before the first act. Losing it makes
 * a rotation slower, never unsafe.
 *
 * @param retire the anchor that is to go
 * @param purge restart once more after the old anchor has left the bundle, so that no running proxy trusts it
 * @param requestedBy a user's name, or the program that asked
 * @param requestId names one request, so that it is served once however often it is repeated; a Job passes its uid; may be
 *     empty
 * @param left workloads that were explicitly given up
 * @param anchorNotShared whether somebody has vouched that no other cluster trusts this anchor
 * @param seen each change of phase that was seen, in the order of time
 */
public record Intent(
        Fingerprint retire,
        Strategy strategy,
        boolean purge,
        String reason,
        String requestedBy,
        String requestId,
        Set<ObjectRef> left,
        boolean anchorNotShared,
        Instant startedAt,
        List<Seen> seen) {
    public Intent {
        left = Set.copyOf(left);
        seen = List.copyOf(seen);
    }

    /**
     * @param anchor the current anchor then, abbreviated: what was seen under another anchor says nothing about this one
     */
    public record Seen(Phase phase, String anchor, Instant at) {
        private boolean is(Phase otherPhase, Certificate otherAnchor) {
            return phase == otherPhase
                    && anchor.equals(otherAnchor.fingerprint().abbreviated());
        }
    }

    /** When {@code phase} was first seen while {@code anchor} was the current one. */
    public Optional<Instant> firstSeen(Phase phase, Certificate anchor) {
        return seen.stream()
                .filter(entry -> entry.is(phase, anchor))
                .map(Seen::at)
                .findFirst();
    }

    /** Since when {@code phase} has stood without a break; empty if another one was seen last. */
    public Optional<Instant> standsSince(Phase phase, Certificate anchor) {
        return last().filter(entry -> entry.is(phase, anchor)).map(Seen::at);
    }

    /** This intent with a note that {@code phase} was entered; itself if that is what was seen last. */
    public Intent withSeen(Phase phase, Certificate anchor, Instant at) {
        if (standsSince(phase, anchor).isPresent()) {
            return this;
        }
        List<Seen> longer = new ArrayList<>(seen);
        longer.add(new Seen(phase, anchor.fingerprint().abbreviated(), at));
        return new Intent(
                retire, strategy, purge, reason, requestedBy, requestId, left, anchorNotShared, startedAt, longer);
    }

    /**
     * This intent with a note that every identity replica issues under {@code anchor}, which is where converging begins;
     * itself if that is noted already. The documented order comes there before its phase does.
     */
    public Intent withConverged(Certificate anchor, Instant at) {
        return firstSeen(Phase.CONVERGING, anchor).isPresent() ? this : withSeen(Phase.CONVERGING, anchor, at);
    }

    private Optional<Seen> last() {
        return seen.isEmpty() ? Optional.empty() : Optional.of(seen.get(seen.size() - 1));
    }
}
