package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shortest way back where the anchor or the issuer has expired. Identity issues nothing any more (Go's verifier looks at
 * the anchor's own validity), and leaves run out one by one; so there is nothing that a guard could protect, and everything
 * restarts at once. Downtime can only be ended.
 */
final class Recovery {
    private final TrustState state;
    private final Intent intent;
    private final Distribution distribution;

    Recovery(TrustState state, Intent intent, Distribution distribution) {
        this.state = state;
        this.intent = intent;
        this.distribution = distribution;
    }

    /**
     * Whether something has expired, or had when this recovery began. What is left once everything is under the new anchor
     * breaks nothing, and is done though nothing may tell any more of what had expired.
     */
    boolean isCalledFor(Phase phase) {
        boolean isBack = (phase.compareTo(Phase.CONVERGING) >= 0 || !state.isUnfinished())
                && !state.anchor().fingerprint().equals(intent.retire());
        return isBack
                || expired().findAny().isPresent()
                || intent.journal().certificates().stream()
                        .anyMatch(noted -> noted.notAfter().isBefore(now()));
    }

    String nothingHasExpired() {
        return "neither the anchor nor the issuer has expired ("
                + state.snapshot().anchor().secretRef() + " ends at "
                + state.anchor().notAfter()
                + state.snapshot().issuer().certificate().stream()
                        .map(issuer -> ", " + state.snapshot().issuer().secretRef() + " at " + issuer.notAfter())
                        .collect(Collectors.joining())
                + "), so nothing is to recover; use --strategy seamless or prompt";
    }

    Decision begin(List<String> violations) {
        return violations.isEmpty()
                ? new Decision.Act(
                        new Step.RenewAnchor(state.snapshot().anchor()),
                        expired().map(Recovery::text).collect(Collectors.joining(", ")))
                : new Decision.Refuse(violations);
    }

    Decision next() {
        if (!state.isIssuerUnderAnchor()) {
            return new Decision.Act(
                    new Step.RenewIssuer(state.snapshot().issuer()), "nothing is issued under what has expired");
        }
        return Distribution.firstOf(
                distribution::volumeLag, distribution::issuerLag, distribution::everything, this::convergence);
    }

    private Optional<Decision> convergence() {
        return Optional.of(new Convergence(state, distribution, intent.strategy()).next());
    }

    private Stream<Certificate> expired() {
        return Stream.concat(
                        state.inUse().plus(state.anchor()).stream(), state.snapshot().issuer().certificate().stream())
                .filter(certificate -> certificate.notAfter().isBefore(now()));
    }

    private static String text(Certificate certificate) {
        return certificate.subject() + " " + certificate.fingerprint().abbreviated() + " expired at "
                + certificate.notAfter();
    }

    private Instant now() {
        return state.snapshot().now();
    }
}
