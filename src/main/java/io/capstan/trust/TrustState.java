package io.capstan.trust;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.trust.ControlPlane.ControlPlanePod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who trusts whom, as it follows from a {@link Snapshot}: the letters of the design are A for {@link #anchor}, P for
 * {@link #previous}, B for {@link #bundle} and U for {@link #inUse}.
 */
public final class TrustState {
    private final Snapshot snapshot;
    private final Evidence evidence;
    private final Certificate anchor;
    private final Optional<Certificate> signer;
    private final Set<ObjectRef> left;
    private final List<Verifier> verifiers;

    /** Derived from every pod, and asked for every pod. */
    private final AnchorSet met;

    private TrustState(Snapshot snapshot, Evidence evidence, Certificate anchor, Set<ObjectRef> left) {
        this.snapshot = snapshot;
        this.evidence = evidence;
        this.anchor = anchor;
        this.left = left;
        this.signer = evidence.issuerSigner();
        this.verifiers = evidence.verifiers()
                .filter(verifier -> isCounted(verifier.owner()))
                .toList();
        this.met = issuersInUse().plus(leaves());
    }

    /**
     * @param left workloads that a person has explicitly given up: what they hold no longer counts
     * @param convergedSince when every identity replica was first seen to issue under the present anchor; the loop records it
     *     before it acts. Without it the newest replica's creation is taken, which is enough to say where things stand but
     *     not to act upon: the replica before it goes on issuing until it is gone
     * @return empty if there is no readable anchor to speak of
     */
    public static Optional<TrustState> of(
            Snapshot snapshot, Margins margins, Set<ObjectRef> left, Optional<Instant> convergedSince) {
        return of(snapshot, margins, left, convergedSince, Memory.NONE);
    }

    /** The same with a memory. */
    public static Optional<TrustState> of(
            Snapshot snapshot, Margins margins, Set<ObjectRef> left, Optional<Instant> convergedSince, Memory memory) {
        return snapshot.anchor().certificate().map(anchor -> {
            FormerAnchors former = new FormerAnchors(snapshot, anchor, memory);
            return new TrustState(
                    snapshot, new Evidence(snapshot, margins, anchor, former, convergedSince), anchor, left);
        });
    }

    /** A: the current anchor. */
    public Certificate anchor() {
        return anchor;
    }

    /** P: the certificates in the previous slot. */
    public AnchorSet previous() {
        return snapshot.previous().anchors();
    }

    /** {A} ∪ P: what the bundle is to hold. */
    public AnchorSet wanted() {
        return previous().plus(anchor);
    }

    /** B: the bundle without what only its other sources add. */
    public AnchorSet bundle() {
        return snapshot.bundle()
                .anchors()
                .minus(snapshot.bundle().fromOtherSources().minus(wanted()));
    }

    public boolean isBundleSpread() {
        return bundle().equals(wanted());
    }

    /** The anchor that signed the certificate in the issuer's Secret; empty if no known anchor did. */
    public Optional<Certificate> signer() {
        return signer;
    }

    public boolean isIssuerUnderAnchor() {
        return signer.map(anchor::isSameAnchorAs).orElse(false);
    }

    /** See {@link Linkerd#nameForbiddenBy}; of the anchor. */
    public Optional<String> forbiddenName() {
        return snapshot.linkerd().nameForbiddenBy(anchor);
    }

    /** Whether anything but the current anchor may still be in use: P holds others, or the issuer is under another one. */
    public boolean isUnfinished() {
        return !previous().without(anchor).isEmpty() || !isIssuerUnderAnchor();
    }

    /** Every anchor that the issuer in use by any identity replica may chain to. */
    public AnchorSet issuersInUse() {
        return replicas().map(evidence::issuerInUse).reduce(AnchorSet.empty(), AnchorSet::plus);
    }

    /** Every anchor that a live leaf may chain to. */
    public AnchorSet leaves() {
        return evidence.leaves(left);
    }

    /** U: every anchor that the issuer's Secret, the issuer in use by any identity replica, or any live leaf may chain to. */
    public AnchorSet inUse() {
        return signer.map(met::plus).orElse(met);
    }

    /** What is in use and in no source of the bundle, as far as it is known at all. */
    public AnchorSet lost() {
        AnchorSet wanted = wanted();
        return AnchorSet.of(
                inUse().stream().filter(anchor -> !wanted.trusts(anchor)).toList());
    }

    /** Every anchor that a verifier meets at its peers: those of the issuers in use and of live leaves. */
    public AnchorSet met() {
        return met;
    }

    /** Whether a program with {@code loaded} certainly refuses a peer that it meets. */
    public boolean refusesPeers(Loaded loaded) {
        return met.stream().anyMatch(loaded::lacks);
    }

    /** Whether it is known which anchors the issuer, in the Secret and in use, may chain to: not if nothing tells of one. */
    public boolean isUseKnown() {
        return signer.isPresent()
                && replicas().noneMatch(replica -> evidence.issuerInUse(replica).isEmpty());
    }

    /** When the last identity replica was proved to issue under the anchor; empty while one is not. */
    public Optional<Instant> converged() {
        return evidence.converged();
    }

    /** From when on every leaf is under the anchor, or has expired; empty while an identity replica is not proved. */
    public Optional<Instant> leavesRenewedBy() {
        return evidence.leavesRenewedBy();
    }

    /** Whether every leaf of {@code pods} is certainly under the anchor. */
    public boolean isLeafUnderAnchor(PodGroup pods) {
        return evidence.isLeafUnderAnchor(pods.oldest());
    }

    /** The same for a control-plane proxy. Identity's own takes its leaf from its own pod. */
    public boolean isLeafUnderAnchor(ControlPlane.Component component, ControlPlanePod pod) {
        return evidence.isLeafUnderAnchor(component, pod);
    }

    /** Whether {@code replica} is certain to issue under the anchor. */
    public boolean isProvedOnAnchor(ControlPlanePod replica) {
        return evidence.isOnAnchor(replica);
    }

    public Loaded loaded(ControlPlanePod pod) {
        return evidence.loaded(pod);
    }

    /** With the margin for clocks that differ, which what was observed has not. */
    public Loaded loaded(PodGroup pods) {
        return evidence.loaded(pods);
    }

    public List<Verifier> verifiers() {
        return verifiers;
    }

    /**
     * Whether a program with {@code loaded} must load the anchor before anything may be issued under it. Where nothing but
     * the anchor is in use any more, only one that certainly lacks it must: whoever came that far without it would have
     * failed long since.
     */
    public boolean needsAnchor(Loaded loaded) {
        return isUnfinished() ? !loaded.has(anchor) : loaded.lacks(anchor);
    }

    /** Verifiers that must load the anchor first. */
    public List<Verifier> withoutAnchor() {
        return verifiers.stream()
                .filter(verifier -> needsAnchor(verifier.loaded()))
                .toList();
    }

    /** Whether pods of {@code workload} count: nobody has given it up. */
    public boolean isCounted(ObjectRef workload) {
        return !left.contains(workload);
    }

    /**
     * Whether nobody gets a leaf before identity is restarted: of its live replicas none is ready, and each is stuck with what
     * it was started with.
     */
    public boolean isIdentityStuck() {
        List<ControlPlanePod> live =
                replicas().filter(replica -> !replica.terminating()).toList();
        return !live.isEmpty() && live.stream().allMatch(evidence::isStuck);
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    private Stream<ControlPlanePod> replicas() {
        return snapshot.controlPlane().identity().stream().flatMap(identity -> identity.pods().stream());
    }
}
