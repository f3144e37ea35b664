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

    /** The hold to begin with, right before the anchor is renewed. */
    Optional<Decision> begin() {
        ManagedCertificate issuer = state.snapshot().issuer();
        return issuer.resource()
                .filter(resource -> policy.schedule().holdIssuer() && !resource.renewalDisabled())
                .map(resource -> new Decision.Act(
                        new Step.HoldIssuer(
                                issuer,
                                resource.renewalPolicy().isEmpty()
                                        ? CertificateResource.UNSET
                                        : resource.renewalPolicy()),
                        "it must not be renewed in the middle of the restarts"));
    }

    /** Gives back what is held, if {@code phase} no longer needs it or the issuer's end is near. */
    Optional<Decision> end(Phase phase, Intent intent) {
        return held(intent)
                .filter(before -> !isNeeded(phase) || isUrgent())
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
            case RENEWING, SPREADING, DISTRIBUTING -> true;
            case STEADY -> !state.isUnfinished();
            default -> false;
        };
    }

    private boolean isUrgent() {
        Instant end = state.snapshot()
                .issuer()
                .certificate()
                .map(Certificate::notAfter)
                .orElse(state.snapshot().now());
        return !state.snapshot().now().isBefore(end.minus(policy.raceMargin()));
    }
}
