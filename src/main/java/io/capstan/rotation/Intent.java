package io.capstan.rotation;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.pki.Fingerprint;
import io.capstan.trust.Memory;
import io.capstan.trust.ObjectRef;
import java.time.Instant;
import java.util.HashSet;
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
 * @param approvedAt when it was seen to be approved; empty where nobody was asked
 * @param heldPolicy {@code spec.renewal.policy} of the issuer before Capstan held its renewal; empty if it never did
 * @param used anchors that were seen in use, until nothing else than the anchor is: should one leave the bundle too early,
 *     then what else tells of it may be gone, the issuer under it renewed, the requests for it deleted
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
        Optional<Instant> approvedAt,
        Optional<String> heldPolicy,
        AnchorSet used,
        Journal journal) {
    public Intent {
        left = Set.copyOf(left);
    }

    /** As it is wanted at first, with nothing done yet. */
    public static Intent begun(
            Fingerprint retire,
            Strategy strategy,
            boolean purge,
            String reason,
            String requestedBy,
            String requestId,
            Set<ObjectRef> left,
            boolean anchorNotShared,
            Instant startedAt) {
        return new Intent(
                retire,
                strategy,
                purge,
                reason,
                requestedBy,
                requestId,
                left,
                anchorNotShared,
                startedAt,
                Optional.empty(),
                Optional.empty(),
                AnchorSet.empty(),
                Journal.EMPTY);
    }

    /** What is to be known of anchors beside what the cluster shows. */
    Memory memory() {
        return new Memory(this::remembersAnchor, used);
    }

    /** Whether {@code certificate} was the anchor once: one that somebody else had begun to replace is in no journal. */
    private boolean remembersAnchor(Certificate certificate) {
        return certificate.fingerprint().equals(retire) || journal.sawAnchor(certificate);
    }

    public Intent with(Journal longer) {
        return copy(purge, requestId, left, anchorNotShared, approvedAt, heldPolicy, used, longer);
    }

    /** This intent with a note that it was approved; itself if it was before. */
    public Intent withApproval(Instant at) {
        return copy(
                purge,
                requestId,
                left,
                anchorNotShared,
                approvedAt.or(() -> Optional.of(at)),
                heldPolicy,
                used,
                journal);
    }

    public Intent withHeldPolicy(String policy) {
        return copy(purge, requestId, left, anchorNotShared, approvedAt, Optional.of(policy), used, journal);
    }

    public Intent withUsed(AnchorSet anchors) {
        return copy(purge, requestId, left, anchorNotShared, approvedAt, heldPolicy, anchors, journal);
    }

    /**
     * This rotation, which keeps its strategy, as somebody asks for it again: what is given up or vouched for is added.
     *
     * @param id of the request that asks; empty if it has none
     */
    public Intent joined(boolean purgeToo, String id, Set<ObjectRef> givenUp, boolean vouched) {
        Set<ObjectRef> all = new HashSet<>(left);
        all.addAll(givenUp);
        return copy(
                purge || purgeToo,
                id.isEmpty() ? requestId : id,
                all,
                anchorNotShared || vouched,
                approvedAt,
                heldPolicy,
                used,
                journal);
    }

    private Intent copy(
            boolean purges,
            String id,
            Set<ObjectRef> givenUp,
            boolean vouched,
            Optional<Instant> approved,
            Optional<String> held,
            AnchorSet inUse,
            Journal log) {
        return new Intent(
                retire,
                strategy,
                purges,
                reason,
                requestedBy,
                id,
                givenUp,
                vouched,
                startedAt,
                approved,
                held,
                inUse,
                log);
    }
}
