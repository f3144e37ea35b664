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
    private final Manner manner;
    private final Found found;

    private Blueprint(Manifests manifests, Manner manner, Found found) {
        this.manifests = manifests;
        this.manner = manner;
        this.found = found;
    }

    public static List<Stage> of(Installation installation, Manner manner, Found found) {
        return new Blueprint(new Manifests(installation), manner, found).stages();
    }

    /** Everything that a set-up from nothing makes, by name: what is to be looked for. */
    public static Stream<ObjectRef> refs(Installation installation) {
        Manifests manifests = new Manifests(installation);
        return Stream.of(
                        Stream.of(manifests.namespace().ref()),
                        manifests.rights(false).stream().map(Piece::ref),
                        Stream.of(
                                manifests.anchorIssuer().ref(),
                                manifests.documentedAnchor().ref(),
                                manifests.identityIssuerIssuer().ref(),
                                manifests.identityIssuer().ref(),
                                manifests.previousRef("Secret"),
                                manifests.previousRef("ConfigMap"),
                                manifests.bundle("ConfigMap").ref()))
                .flatMap(refs -> refs);
    }

    /** The anchor's Certificate with {@code spec.renewal}, to find out whether this cert-manager knows it. */
    public static Piece anchorWithoutRenewal(Installation installation) {
        return new Manifests(installation).anchor(true, Duration.ofDays(30));
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
                new Stage("5. the trust bundle", bundle(), Milestone.BUNDLE_WRITTEN));
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
                : manifests.anchor(found.programs().canDisableRenewal(), manner.lateRenewal());
    }

    /** A Certificate that is there already may have an issuer of its own. */
    private static List<Piece> signed(Piece issuer, Piece certificate, ManagedCertificate managed) {
        boolean hasAnother = managed.resource()
                .map(CertificateResource::issuerRef)
                .filter(ref -> !ref.ref().equals(issuer.ref()))
                .isPresent();
        return hasAnother ? List.of(certificate) : List.of(issuer, certificate);
    }

    private List<Piece> bundle() {
        PreviousAnchors previous = found.snapshot().previous();
        boolean hasBundle = found.snapshot().bundle().resource().isPresent();
        boolean hasSlot = found.snapshot().bundle().hasSource(Role.PREVIOUS);
        String kind = hasSlot ? previous.ref().kind() : kindOfSlot();
        Piece slot = manifests.previous(kind, anchors());
        // an existing Bundle without such a source gets one only as an improvement, and then the slot comes first
        boolean needsSlot = hasSlot || !hasBundle || manner.improve();
        return needsSlot ? List.of(slot, manifests.bundle(kind)) : List.of(manifests.bundle(kind));
    }

    private String kindOfSlot() {
        boolean isSecret = manner.asDocumented() || found.has(manifests.previousRef("Secret"));
        return isSecret && !found.has(manifests.previousRef("ConfigMap")) ? "Secret" : "ConfigMap";
    }

    private Optional<AnchorSet> anchors() {
        return found.snapshot().anchor().certificate().map(AnchorSet::of);
    }
}
