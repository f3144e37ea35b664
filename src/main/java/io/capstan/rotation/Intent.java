package io.capstan.rotation;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.pki.Fingerprint;
import io.capstan.trust.Memory;
import io.capstan.trust.ObjectRef;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a person wants, and the few things that the cluster cannot tell. It is stored before the first act. Losing it makes
 * a rotation slower, never unsafe.
 *
 * @param retire the anchor that is to go
 * @param approvedAt when it was seen to be approved; empty where nobody was asked
 * @param heldPolicy {@code spec.renewal.policy} of the issuer before Capstan held its renewal; empty if it never did
 * @param used what was the anchor in the course of this rotation, or was in use and in no source of the bundle, until nothing
 *     but the anchor is in use: should it leave the bundle too early, then what else tells of it may be gone, the issuer
 *     under it renewed, the requests for it deleted
 */
public record Intent(
        Fingerprint retire,
        Asked asked,
        Instant startedAt,
        Optional<Instant> approvedAt,
        Optional<String> heldPolicy,
        AnchorSet used,
        Journal journal) {

    /** As it is wanted at first, with nothing done yet. */
    public static Intent begun(Fingerprint retire, Asked asked, Instant startedAt) {
        return new Intent(
                retire, asked, startedAt, Optional.empty(), Optional.empty(), AnchorSet.empty(), Journal.EMPTY);
    }

    public Strategy strategy() {
        return asked.strategy();
    }

    public boolean purge() {
        return asked.purge();
    }

    public Set<ObjectRef> left() {
        return asked.left();
    }

    /** What is to be known of anchors beside what the cluster shows. */
    Memory memory() {
        return new Memory(this::remembersAnchor, used);
    }

    /** Whether {@code certificate} was the anchor once: one that somebody else had begun to replace is in no journal. */
    boolean remembersAnchor(Certificate certificate) {
        return certificate.fingerprint().equals(retire) || journal.sawAnchor(certificate);
    }

    public Intent with(Journal longer) {
        return new Intent(retire, asked, startedAt, approvedAt, heldPolicy, used, longer);
    }

    /** This intent as it was wanted before, with what has been seen since then. */
    public Intent since(Intent earlier) {
        return new Intent(retire, asked, earlier.startedAt, approvedAt, heldPolicy, used, earlier.journal);
    }

    /** This intent with a note that it was approved; itself if it was before. */
    public Intent withApproval(Instant at) {
        return new Intent(retire, asked, startedAt, approvedAt.or(() -> Optional.of(at)), heldPolicy, used, journal);
    }

    public Intent withHeldPolicy(String policy) {
        return new Intent(retire, asked, startedAt, approvedAt, Optional.of(policy), used, journal);
    }

    public Intent withoutHeldPolicy() {
        return new Intent(retire, asked, startedAt, approvedAt, Optional.empty(), used, journal);
    }

    public Intent withUsed(AnchorSet anchors) {
        return new Intent(retire, asked, startedAt, approvedAt, heldPolicy, anchors, journal);
    }

    /** This rotation as somebody asks for it {@code again}, see {@link Asked#joined}. */
    public Intent joined(Asked again) {
        return new Intent(retire, asked.joined(again), startedAt, approvedAt, heldPolicy, used, journal);
    }
}
