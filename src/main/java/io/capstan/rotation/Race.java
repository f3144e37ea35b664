package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.Snapshot;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * The race between the restarts and the identity issuer: from the moment that the anchor changes, cert-manager's next
 * renewal of the issuer signs with the new anchor, whether the proxies have loaded it or not.
 *
 * @param need what the restarts need, with the margin
 * @param left until the issuer is renewed, or ends if nobody renews it
 * @param fresh what would be left right after a renewal
 * @param settling how much of that may be gone when the renewal is seen: without it, a renewal that does not win the race
 *     would be tried again and again
 */
public record Race(Duration need, Duration left, Duration fresh, Duration settling) {

    /** @return the race of {@code snapshot}, or one that is lost if there is no issuer to speak of */
    public static Race of(Snapshot snapshot, Policy policy) {
        Duration need = RestartBudget.of(snapshot, policy).plus(policy.raceMargin());
        Instant end = end(snapshot, issuer -> !isHeld(issuer, policy));
        Duration fresh = snapshot.issuer()
                .resource()
                .map(issuer -> freshLife(issuer, policy))
                .orElse(Duration.ZERO);
        Duration settling = policy.renewalLimit().plus(policy.margins().clockSkew());
        return new Race(need, Duration.between(snapshot.now(), end), fresh, settling);
    }

    /** When the issuer is renewed, or ends if nobody renews it, as things stand: a hold that is yet to come does not count. */
    static Instant end(Snapshot snapshot) {
        return end(snapshot, issuer -> !issuer.renewalDisabled());
    }

    private static Instant end(Snapshot snapshot, Predicate<CertificateResource> isRenewed) {
        return snapshot.issuer()
                .resource()
                .filter(isRenewed)
                .flatMap(CertificateResource::renewalTime)
                .or(() -> snapshot.issuer().certificate().map(Certificate::notAfter))
                .orElse(snapshot.now());
    }

    private static Duration freshLife(CertificateResource issuer, Policy policy) {
        return isHeld(issuer, policy) ? issuer.duration() : issuer.duration().minus(issuer.renewBefore());
    }

    /** Whether its renewal is off, or will be before the anchor is renewed. */
    private static boolean isHeld(CertificateResource issuer, Policy policy) {
        return issuer.renewalDisabled() || policy.schedule().holdIssuer();
    }

    public boolean isWon() {
        return left.compareTo(need) >= 0;
    }

    public boolean isWonAfterRenewal() {
        return afterRenewal().compareTo(need) >= 0;
    }

    /** What is left for certain once a renewal is seen. */
    Duration afterRenewal() {
        return fresh.minus(settling);
    }

    /** The arithmetic, in words. */
    public String text() {
        return "the restarts need " + text(need) + " (with the margin), the identity issuer is renewed in " + text(left)
                + ", a fresh one after " + text(fresh);
    }

    private static String text(Duration duration) {
        return Durations.text(duration);
    }
}
