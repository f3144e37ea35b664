package io.capstan.trust;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.trust.DataPlane.MeshedWorkload;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The anchors before the current one, kept or lost: the bundle holds the current one and the previous slot, so an anchor
 * that is renewed twice, or whose slot is overwritten, leaves it while programs may still use it.
 *
 * <p>What is found may be put back into the bundle, so it has to come from somewhere that only those who keep the mesh can
 * write: cert-manager's requests, the issuer, the bundle itself, Capstan's own memory. A pod is anybody's: what it holds
 * counts only if it has signed an issuer, or was seen as the anchor before.
 */
final class FormerAnchors {
    private final Snapshot snapshot;
    private final Certificate anchor;
    private final Memory memory;
    private final AnchorSet kept;

    FormerAnchors(Snapshot snapshot, Certificate anchor, Memory memory) {
        this.snapshot = snapshot;
        this.anchor = anchor;
        this.memory = memory;
        this.kept = inSlot().without(anchor);
    }

    /** What the previous slot holds; where it is gone, what it held: trust-manager then leaves the bundle as it was. */
    private AnchorSet inSlot() {
        PreviousAnchors slot = snapshot.previous();
        return slot.content().isPresent() ? slot.anchors() : ofTheBundle();
    }

    private AnchorSet ofTheBundle() {
        return snapshot.bundle().anchors().minus(snapshot.bundle().fromOtherSources());
    }

    AnchorSet kept() {
        return kept;
    }

    /**
     * Those that came between the oldest that is kept, or that is remembered, and the current one, and are kept nowhere. What
     * is older than that was retired, and is never brought back. What is remembered may be in use even where nothing is kept:
     * somebody else may have retired it too early.
     */
    AnchorSet lost() {
        AnchorSet found = found();
        AnchorSet seen = where(found, memory::has);
        Optional<Instant> oldest =
                kept.plus(seen).stream().map(Certificate::notBefore).min(Instant::compareTo);
        return oldest.map(since ->
                        seen.plus(where(found, former -> former.notBefore().isAfter(since))))
                .orElse(AnchorSet.empty());
    }

    /** Every former anchor of which there is a trace, kept or not, retired or not. */
    AnchorSet traces() {
        return kept.plus(found());
    }

    /** Who has signed {@code issuer}: of all that turn up anywhere, as a signature proves itself. */
    Optional<Certificate> signerOf(Certificate issuer) {
        return AnchorSet.of(anchor)
                .plus(witnessed())
                .plus(kept)
                .plus(inPods())
                .signerOf(issuer)
                .map(signer -> anchor.hasKeyOf(signer) ? anchor : signer);
    }

    private AnchorSet found() {
        AnchorSet signers = AnchorSet.of(
                issuers().flatMap(issuer -> signerOf(issuer).stream()).toList());
        AnchorSet seen = where(inPods(), memory::has);
        return where(
                witnessed().plus(signers).plus(seen).without(anchor),
                former -> former.isCa()
                        && !kept.trusts(former)
                        && !snapshot.bundle().fromOtherSources().trusts(former));
    }

    private AnchorSet witnessed() {
        AnchorSet requested = AnchorSet.of(snapshot.anchor().resource().map(CertificateResource::history).stream()
                .flatMap(Collection::stream)
                .toList());
        AnchorSet authorities = snapshot.issuer()
                .resource()
                .map(CertificateResource::authorities)
                .orElse(AnchorSet.empty());
        AnchorSet caCrt = snapshot.issuer().secret().stream()
                .flatMap(secret -> secret.caCrt().stream())
                .map(ca -> ca.anchors())
                .reduce(AnchorSet.empty(), AnchorSet::plus);
        return requested
                .plus(authorities)
                .plus(caCrt)
                .plus(snapshot.bundle().anchors())
                .plus(memory.used());
    }

    private Stream<Certificate> issuers() {
        Stream<Certificate> requested = snapshot.issuer().resource().map(CertificateResource::history).stream()
                .flatMap(Collection::stream);
        return Stream.concat(snapshot.issuer().certificate().stream(), requested)
                .distinct();
    }

    private AnchorSet inPods() {
        return snapshot.dataPlane().workloads().stream()
                .map(MeshedWorkload::pods)
                .flatMap(List::stream)
                .map(PodGroup::loaded)
                .filter(Loaded.Exactly.class::isInstance)
                .map(loaded -> ((Loaded.Exactly) loaded).anchors())
                .reduce(AnchorSet.empty(), AnchorSet::plus);
    }

    private static AnchorSet where(AnchorSet anchors, Predicate<Certificate> condition) {
        return AnchorSet.of(anchors.stream().filter(condition).toList());
    }
}
