package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ControlPlane.ControlPlanePod;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When mTLS breaks if nobody acts.
 *
 * @param at may lie in the past
 * @param cause in words
 * @param object what it is that ends, or is renewed too early
 */
public record Deadline(Instant at, String cause, ObjectRef object) {

    /** The earliest of everything that will break mTLS by itself. */
    public static Deadline of(TrustState state) {
        return earliest(all(state).stream());
    }

    /** The same if Capstan has given the issuer's renewal back, where it holds that: whatever waits does not hold it. */
    static Deadline withoutHold(TrustState state) {
        ManagedCertificate issuer = state.snapshot().issuer();
        boolean isHeld =
                issuer.resource().flatMap(CertificateResource::heldPolicy).isPresent();
        return earliest(all(state).stream().filter(deadline -> !isHeld || !deadline.object.equals(issuer.ref())));
    }

    private static Deadline earliest(Stream<Deadline> all) {
        return all.min(Comparator.comparing(Deadline::at)).orElseThrow();
    }

    private static List<Deadline> all(TrustState state) {
        Snapshot snapshot = state.snapshot();
        List<Deadline> all = new ArrayList<>();
        all.add(new Deadline(
                state.anchor().notAfter(),
                "the trust anchor expires",
                snapshot.anchor().ref()));
        state.previous().without(state.anchor()).stream()
                .filter(state.inUse()::trusts)
                .map(old -> new Deadline(
                        old.notAfter(),
                        "the previous anchor " + old.fingerprint().abbreviated() + ", still in use, expires",
                        snapshot.previous().ref()))
                .forEach(all::add);
        unattendedAnchor(snapshot).ifPresent(all::add);
        unrenewedIssuer(snapshot).ifPresent(all::add);
        issuerFlip(state).ifPresent(all::add);
        return all;
    }

    /**
     * cert-manager renews the anchor by itself, and the next automatic renewal of the issuer signs with an anchor that no
     * proxy has loaded; from then on a restart of identity breaks mTLS.
     */
    private static Optional<Deadline> unattendedAnchor(Snapshot snapshot) {
        return snapshot.anchor()
                .resource()
                .flatMap(CertificateResource::renewalTime)
                .map(at -> new Deadline(
                        at,
                        "cert-manager renews the trust anchor by itself, and the next renewal of the identity issuer"
                                + " signs with an anchor that no proxy has loaded",
                        snapshot.anchor().ref()));
    }

    private static Optional<Deadline> unrenewedIssuer(Snapshot snapshot) {
        ManagedCertificate issuer = snapshot.issuer();
        boolean isRenewed = issuer.resource()
                .map(resource -> resource.renewalTime().isPresent() && !isStuck(resource))
                .orElse(false);
        return isRenewed
                ? Optional.empty()
                : issuer.certificate()
                        .map(Certificate::notAfter)
                        .map(at ->
                                new Deadline(at, "the identity issuer expires and is not being renewed", issuer.ref()));
    }

    private static boolean isStuck(CertificateResource resource) {
        return resource.issuing().isPresent()
                && resource.request().map(CertificateResource.Request::failed).orElse(false);
    }

    /** The anchor has changed and not everybody has loaded it: the issuer must not be renewed before they have. */
    private static Optional<Deadline> issuerFlip(TrustState state) {
        if (!state.isUnfinished() || state.withoutAnchor().isEmpty()) {
            return Optional.empty();
        }
        ManagedCertificate issuer = state.snapshot().issuer();
        if (identityMayHave(state)) {
            return issuer.resource()
                    .flatMap(CertificateResource::renewalTime)
                    .map(at -> new Deadline(
                            at,
                            "the identity issuer is renewed under the new anchor while some proxies have not loaded it",
                            issuer.ref()));
        }
        return issuer.certificate()
                .map(Certificate::notAfter)
                .map(at -> new Deadline(
                        at,
                        "identity, which has not loaded the new anchor, runs out of its issuer; sooner if identity"
                                + " restarts after the issuer was renewed"
                                + issuer.resource()
                                        .flatMap(CertificateResource::renewalTime)
                                        .map(renewal -> " (" + renewal + ")")
                                        .orElse(""),
                        issuer.ref()));
    }

    private static boolean identityMayHave(TrustState state) {
        return state.snapshot().controlPlane().identity().stream()
                .flatMap(identity -> identity.pods().stream())
                .map((ControlPlanePod pod) -> state.loaded(pod))
                .anyMatch(loaded -> !loaded.lacks(state.anchor()));
    }
}
