package io.capstan.trust;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.ControlPlane.ControlPlanePod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What can be concluded about programs that cannot be asked. Two facts of Linkerd carry all of it (controller/identity and
 * linkerd2-proxy): anchors are read once, at start; and an issuer or a leaf that does not chain to them is not taken.
 */
final class Evidence {
    /** A replica that has just started may yet get ready. */
    private static final Duration START_UP = Duration.ofMinutes(1);

    private final Snapshot snapshot;
    private final Margins margins;
    private final Certificate anchor;
    private final FormerAnchors former;
    private final AnchorSet lost;
    private final Optional<Certificate> signer;
    private final boolean hadConverged;
    private final Optional<Instant> converged;

    Evidence(
            Snapshot snapshot,
            Margins margins,
            Certificate anchor,
            FormerAnchors former,
            Optional<Instant> convergedSince) {
        this.snapshot = snapshot;
        this.margins = margins;
        this.anchor = anchor;
        this.former = former;
        this.lost = former.lost();
        this.signer = snapshot.issuer().certificate().flatMap(former::signerOf);
        this.hadConverged = convergedSince.isPresent();
        this.converged = newestIfAllOnAnchor().map(newest -> convergedSince.orElse(newest));
    }

    Optional<Certificate> issuerSigner() {
        return signer;
    }

    Stream<Verifier> verifiers() {
        Stream<Verifier> controlPlane = snapshot.controlPlane().components().stream()
                .flatMap(component -> component.pods().stream()
                        .map(pod -> new Verifier(
                                component.workload().ref(), pod.ref().name(), 1, pod.terminating(), loaded(pod))));
        Stream<Verifier> dataPlane = snapshot.dataPlane().workloads().stream()
                .flatMap(workload -> workload.pods().stream()
                        .map(pods -> new Verifier(
                                workload.workload().ref(),
                                pods.example(),
                                pods.count(),
                                pods.terminating(),
                                loaded(pods))));
        return Stream.concat(controlPlane, dataPlane);
    }

    /**
     * A control-plane pod takes the anchors from the trust roots' ConfigMap, when a container starts. A pod that was
     * created after the ConfigMap's last change, plus the margins, can only have what is in it now.
     */
    Loaded loaded(ControlPlanePod pod) {
        return hasPresentBundle(pod)
                ? new Loaded.Exactly(snapshot.bundle().anchors(), Loaded.Grade.INFERRED)
                : new Loaded.Unknown(pod.startedAt().orElse(snapshot.now()).plus(margins.clockSkew()));
    }

    /** Where it is unknown what they have loaded, they have loaded it by their creation, by the API server's clock. */
    Loaded loaded(PodGroup pods) {
        return pods.loaded() instanceof Loaded.Unknown unknown
                ? new Loaded.Unknown(unknown.by().plus(margins.clockSkew()))
                : pods.loaded();
    }

    private boolean hasPresentBundle(ControlPlanePod pod) {
        return snapshot.bundle()
                .configMap()
                .map(written -> !pod.createdAt().isBefore(margins.seenBy(written.changedAt())))
                .orElse(false);
    }

    /**
     * Whether {@code replica} of identity gives nobody a leaf, and will not as long as its pod is the same. Identity ends at
     * its start where its bundle lacks the anchor of its issuer (linkerd2, controller/cmd/identity/main.go). Kubelet starts it
     * again, with the bundle that there is then; but the proxy beside it was started once, keeps its anchors, and accepts no
     * leaf from it.
     */
    boolean isStuck(ControlPlanePod replica) {
        boolean mayServe = replica.ready()
                || replica.startedAt()
                        .filter(started -> hasJustStarted(started) || mayUseEarlierIssuer(started))
                        .isPresent();
        return !mayServe && !hasPresentBundle(replica);
    }

    private boolean hasJustStarted(Instant started) {
        return !started.plus(START_UP).isBefore(snapshot.now());
    }

    /** A process that is older than what the Secret holds. */
    private boolean mayUseEarlierIssuer(Instant started) {
        return snapshot.issuer()
                .secret()
                .filter(secret -> !secret.changedAt().isBefore(started))
                .isPresent();
    }

    /**
     * The anchors that the issuer in use by {@code replica} may chain to. A replica that is younger than the Secret, plus
     * the margins, uses what the Secret holds, or would not run. An older one may still use an earlier issuer; and it
     * surely does where the Secret's issuer is under an anchor that it has not loaded: then it skipped the update. Once all
     * replicas were proved on this anchor, whatever cert-manager has issued since is under it as well.
     */
    AnchorSet issuerInUse(ControlPlanePod replica) {
        AnchorSet present = signer.map(AnchorSet::of).orElse(AnchorSet.empty());
        if (isProved(replica) || (hadConverged && isIssuerUnderAnchor())) {
            return present;
        }
        Loaded loaded = loaded(replica);
        AnchorSet older = former.kept().plus(usable(lost, loaded));
        boolean skipped = isIssuerUnderAnchor() && loaded.lacks(anchor);
        if (skipped) { // so it uses an earlier one, whatever is kept
            return older.isEmpty() ? usable(former.traces(), loaded) : older;
        }
        return present.plus(older);
    }

    /** A program takes no certificate that does not chain to what it has loaded. */
    private static AnchorSet usable(AnchorSet anchors, Loaded loaded) {
        return AnchorSet.of(
                anchors.stream().filter(anchor -> !loaded.lacks(anchor)).toList());
    }

    AnchorSet leaves(Set<ObjectRef> left) {
        boolean allUnderAnchor = snapshot.controlPlane().components().stream()
                        .allMatch(component ->
                                component.pods().stream().allMatch(pod -> isLeafUnderAnchor(component, pod)))
                && snapshot.dataPlane().workloads().stream()
                        .filter(workload -> !left.contains(workload.workload().ref()))
                        .flatMap(workload -> workload.pods().stream())
                        .allMatch(pods -> isLeafUnderAnchor(pods.oldest()));
        AnchorSet issued = identityPods().map(this::issuerInUse).reduce(AnchorSet.empty(), AnchorSet::plus);
        return allUnderAnchor ? issued : issued.plus(former.kept()).plus(lostLeaves(left));
    }

    private AnchorSet lostLeaves(Set<ObjectRef> left) {
        List<Loaded> proxies = verifiers()
                .filter(verifier -> !left.contains(verifier.owner()))
                .map(Verifier::loaded)
                .toList();
        return proxies.stream().map(loaded -> usable(lost, loaded)).reduce(AnchorSet.empty(), AnchorSet::plus);
    }

    boolean isLeafUnderAnchor(Component component, ControlPlanePod pod) {
        return component.isIdentity() ? converged.isPresent() && isOnAnchor(pod) : isLeafUnderAnchor(pod.createdAt());
    }

    /** A leaf is under the anchor if its pod was created after the last replica was proved, or is so old that it must be. */
    boolean isLeafUnderAnchor(Instant createdAt) {
        return converged
                .map(since -> createdAt.isAfter(since.plus(margins.clockSkew()))
                        || leavesRenewedBy().map(snapshot.now()::isAfter).orElse(false))
                .orElse(false);
    }

    Optional<Instant> converged() {
        return converged;
    }

    /**
     * A leaf lives issuanceLifetime, and the allowed clock skew longer at each end; one that was issued just before the
     * last replica was proved has run out by then, whatever its proxy did.
     */
    Optional<Instant> leavesRenewedBy() {
        return converged.map(since -> since.plus(snapshot.linkerd().issuanceLifetime())
                .plus(snapshot.linkerd().clockSkewAllowance().multipliedBy(2))
                .plus(margins.clockSkew()));
    }

    private Optional<Instant> newestIfAllOnAnchor() {
        List<ControlPlanePod> replicas = identityPods().toList();
        return replicas.stream().allMatch(this::isOnAnchor)
                ? replicas.stream().map(ControlPlanePod::createdAt).max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /** Whether {@code replica} is certain to issue under the anchor. */
    boolean isOnAnchor(ControlPlanePod replica) {
        AnchorSet issuer = issuerInUse(replica);
        return isIssuerUnderAnchor()
                && !issuer.isEmpty()
                && AnchorSet.of(anchor).trustsAll(issuer);
    }

    private boolean isProved(ControlPlanePod replica) {
        return snapshot.issuer()
                .secret()
                .map(secret -> !replica.createdAt().isBefore(margins.seenBy(secret.changedAt())))
                .orElse(false);
    }

    private boolean isIssuerUnderAnchor() {
        return signer.map(anchor::isSameAnchorAs).orElse(false);
    }

    private Stream<ControlPlanePod> identityPods() {
        return snapshot.controlPlane().identity().stream().flatMap(identity -> identity.pods().stream());
    }
}
