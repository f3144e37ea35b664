package io.capstan.setup;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.Installation;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.PreviousAnchors;
import io.capstan.trust.TrustBundle.Source.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a cluster needs, stage by stage, given what it has: an object that another one of its own replaces is not needed. */
public final class Blueprint {
    private final Manifests manifests;
    private final BundleManifests bundle;
    private final Manner manner;
    private final Found found;

    private Blueprint(Installation installation, Manner manner, Found found) {
        String anchorSecret = found.snapshot().anchor().secretRef().name();
        this.manifests = new Manifests(installation, anchorSecret);
        this.bundle = bundle(installation, anchorSecret, manner, found);
        this.manner = manner;
        this.found = found;
    }

    public static List<Stage> of(Installation installation, Manner manner, Found found) {
        return new Blueprint(installation, manner, found).stages();
    }

    /** Everything that a set-up from nothing makes, by name: what is to be looked for. */
    public static Stream<ObjectRef> refs(Installation installation) {
        Manifests manifests = new Manifests(installation, installation.anchorCertificate());
        Stream<Piece> pieces = Stream.concat(
                manifests.rights(false).stream(),
                Stream.of(
                        manifests.namespace(),
                        manifests.anchorIssuer(),
                        manifests.documentedAnchor(),
                        manifests.identityIssuerIssuer(),
                        manifests.identityIssuer()));
        Stream<ObjectRef> ofBundle = Stream.of(BundleManifests.SECRET, BundleManifests.CONFIG_MAP)
                .map(kind -> new BundleManifests(installation, "", kind, ""))
                .flatMap(bundle -> Stream.of(bundle.slotRef(), bundle.bundle().ref()));
        return Stream.concat(pieces.map(Piece::ref), ofBundle).distinct();
    }

    /** An anchor that cert-manager would have to leave alone, to find out by a dry run whether it can. */
    public static Piece anchorRenewedByCapstanAlone(Installation installation) {
        return new Manifests(installation, installation.anchorCertificate()).anchor(true, Duration.ofDays(1));
    }

    private List<Stage> stages() {
        return List.of(
                new Stage("1. Linkerd's namespace", List.of(manifests.namespace()), Milestone.CREATED),
                new Stage("2. cert-manager's rights there", rights(), Milestone.CREATED),
                new Stage(
                        "3. the trust anchor",
                        signed(
                                manifests.anchorIssuer(),
                                anchor(),
                                found.snapshot().anchor()),
                        Milestone.ANCHOR_ISSUED),
                new Stage(
                        "4. the identity issuer",
                        signed(
                                manifests.identityIssuerIssuer(),
                                manifests.identityIssuer(),
                                found.snapshot().issuer()),
                        Milestone.ISSUER_ISSUED),
                new Stage("5. the trust bundle", slotAndBundle(), Milestone.BUNDLE_WRITTEN));
    }

    /** By effect: where cert-manager has written the issuer's Secret, it needs no further rights. */
    private List<Piece> rights() {
        ManagedCertificate issuer = found.snapshot().issuer();
        boolean isWritten = issuer.resource().isPresent() && issuer.secret().isPresent();
        return manifests.rights(manner.asDocumented()).stream()
                .filter(piece -> !isWritten || found.has(piece.ref()))
                .toList();
    }

    private Piece anchor() {
        return manner.asDocumented()
                ? manifests.documentedAnchor()
                : manifests.anchor(
                        found.programs().canDisableRenewal(), manner.policy().lateRenewal());
    }

    /** A Certificate that is there already may have an issuer of its own. */
    private static List<Piece> signed(Piece issuer, Piece certificate, ManagedCertificate managed) {
        boolean hasAnother = managed.resource()
                .map(CertificateResource::issuerRef)
                .filter(ref -> !ref.ref().equals(issuer.ref()))
                .isPresent();
        return hasAnother ? List.of(certificate) : List.of(issuer, certificate);
    }

    /** The slot that there is, or that the Bundle looks for; else the documentation's Secret or our ConfigMap. */
    private static BundleManifests bundle(Installation installation, String anchorSecret, Manner manner, Found found) {
        PreviousAnchors previous = found.snapshot().previous();
        boolean isGiven = previous.exists() || found.snapshot().bundle().hasSource(Role.PREVIOUS);
        String usual = manner.asDocumented() ? BundleManifests.SECRET : BundleManifests.CONFIG_MAP;
        return isGiven
                ? new BundleManifests(installation, anchorSecret, previous.ref().kind(), previous.key())
                : new BundleManifests(installation, anchorSecret, usual, BundleManifests.TLS_CRT);
    }

    /** An existing Bundle without such a source gets one only as an improvement, and then the slot comes first. */
    private List<Piece> slotAndBundle() {
        boolean hasBundle = found.snapshot().bundle().resource().isPresent();
        boolean needsSlot = !hasBundle || found.snapshot().bundle().hasSource(Role.PREVIOUS) || manner.improve();
        Piece slot = bundle.slot(anchors());
        return needsSlot ? List.of(slot, bundle.bundle()) : List.of(bundle.bundle());
    }

    /**
     * What a new slot holds: whatever may be in use, so that nothing in use leaves the bundle when trust-manager finds the
     * slot again. A rotation retires what is not needed.
     */
    private Optional<AnchorSet> anchors() {
        return found.snapshot()
                .anchor()
                .certificate()
                .map(anchor -> AnchorSet.of(anchor)
                        .plus(found.snapshot()
                                .bundle()
                                .anchors()
                                .minus(found.snapshot().bundle().fromOtherSources()))
                        .plus(Signers.ofIssuer(found.snapshot().issuer())));
    }
}
