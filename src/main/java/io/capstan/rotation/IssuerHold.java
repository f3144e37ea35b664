package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeping cert-manager from renewing the issuer by itself while restarts are under way ({@code spec.renewal.policy:
 * Disabled}, cert-manager 1.21). A policy that is disabled never renews, not even at expiry, so what is held must be given
 * back in time whatever happens: the policy before stands in an annotation on the Certificate itself.
 */
public final class IssuerHold {
    private final TrustState state;
    private final Policy policy;

    IssuerHold(TrustState state, Policy policy) {
        this.state = state;
        this.policy = policy;
    }

    /** What gives a hold back that nobody remembers: no rotation is under way, and still the issuer is held. */
    public static Optional<Step.ReleaseIssuer> forgotten(Snapshot snapshot) {
        return snapshot.issuer()
                .resource()
                .flatMap(CertificateResource::heldPolicy)
                .map(before -> new Step.ReleaseIssuer(snapshot.issuer(), before));
    }

    /** Gives back a hold that must not last any longer, whatever is known of the rotation. */
    public static Optional<Step.ReleaseIssuer> overdue(Snapshot snapshot, Policy policy) {
        return forgotten(snapshot).filter(held -> isUrgent(snapshot, policy));
    }

    /** The hold to begin with where somebody else has renewed the anchor, and that is not finished. */
    Optional<Decision> takeUp() {
        return state.isUnfinished() ? begin() : Optional.empty();
    }

    /** The hold to begin with, right before the anchor is renewed. */
    Optional<Decision> begin() {
        ManagedCertificate issuer = state.snapshot().issuer();
        return issuer.resource()
                .filter(resource -> policy.schedule().holdIssuer() && !resource.renewalDisabled())
                .filter(resource -> !isUrgent(state.snapshot(), policy))
                .map(resource -> new Decision.Act(
                        new Step.HoldIssuer(
                                issuer, resource.renewal().isEmpty() ? CertificateResource.UNSET : resource.renewal()),
                        "it must not be renewed in the middle of the restarts"));
    }

    /** Gives back what is held, if {@code phase} no longer needs it or the issuer's end is near. */
    Optional<Decision> end(Phase phase, Intent intent) {
        return held(intent)
                .filter(before -> !isNeeded(phase) || isUrgent(state.snapshot(), policy))
                .map(before -> release(
                        before,
                        isNeeded(phase)
                                ? "the issuer's end is near, and it has to be renewed"
                                : "no proxy lacks the anchor that it will be renewed under"));
    }

    /** Gives back what is held although nothing was started, or all is over. */
    Optional<Decision> abandon(Intent intent) {
        return held(intent).map(before -> release(before, "no rotation starts now"));
    }

    private Decision release(String before, String why) {
        return new Decision.Act(new Step.ReleaseIssuer(state.snapshot().issuer(), before), why);
    }

    /** The policy to give back; empty if Capstan holds nothing. */
    private Optional<String> held(Intent intent) {
        return state.snapshot()
                .issuer()
                .resource()
                .flatMap(resource -> resource.heldPolicy()
                        .or(() -> intent.heldPolicy().filter(before -> resource.renewalDisabled())));
    }

    private boolean isNeeded(Phase phase) {
        return switch (phase) {
            case RENEWING -> true;
            case SPREADING -> state.isUnfinished();
            case STEADY -> !state.isUnfinished();
            default -> !state.withoutAnchor().isEmpty();
        };
    }

    private static boolean isUrgent(Snapshot snapshot, Policy policy) {
        Instant end = snapshot.issuer().certificate().map(Certificate::notAfter).orElse(snapshot.now());
        return !snapshot.now().isBefore(end.minus(policy.raceMargin()));
    }
}
