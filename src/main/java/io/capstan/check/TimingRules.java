package io.capstan.check;

import io.capstan.pki.Certificate;
import io.capstan.pki.Listing;
import io.capstan.rotation.Advice;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Race;
import io.capstan.rotation.RestartBudget;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The two traps of timing: an anchor that is renewed while nobody watches, and an issuer that is renewed amid the restarts. */
final class TimingRules {
    private static final Duration FORTNIGHT = Duration.ofDays(14);

    private TimingRules() {}

    /** How soon an end must be to be called critical: a fortnight, or less where a rotation is due only shortly before. */
    static Duration soon(Policy policy) {
        Duration quarter = policy.rotateBefore().dividedBy(4);
        return quarter.compareTo(FORTNIGHT) < 0 ? quarter : FORTNIGHT;
    }

    /**
     * Capstan acts from {@code rotateBefore} before the anchor's end. If cert-manager renews the anchor before that, nobody
     * restarts anything, and the next renewal of the issuer signs with an anchor that no proxy has loaded.
     */
    static Verdict anchorUnattendedRenewal(Examination e) {
        ManagedCertificate managed = e.snapshot().anchor();
        Optional<CertificateResource> resource = managed.resource();
        Optional<Certificate> anchor = managed.certificate();
        if (resource.isEmpty()) {
            return SetUpRules.notKept(managed);
        }
        if (resource.get().renewalDisabled()) {
            return Verdict.ok(
                    managed.ref(),
                    "spec.renewal.policy is Disabled: cert-manager never renews it by itself, not even at expiry");
        }
        if (anchor.isEmpty() || resource.get().renewalTime().isEmpty()) {
            return Verdict.skipped(managed.ref(), "has no status.renewalTime, or no readable certificate yet");
        }
        Instant renewal = resource.get().renewalTime().get();
        Instant due = anchor.get().notAfter().minus(e.policy().rotateBefore());
        return renewal.isBefore(due)
                ? unattended(e, resource.get(), anchor.get(), renewal, due)
                : Verdict.ok(
                        managed.ref(),
                        "cert-manager would renew it at " + renewal + ", after a rotation is due at " + due);
    }

    private static Verdict unattended(
            Examination e, CertificateResource resource, Certificate anchor, Instant renewal, Instant due) {
        Duration rotateBefore = e.policy().rotateBefore();
        String message = "cert-manager renews the trust anchor by itself at " + e.when(renewal)
                + ": spec.duration " + Durations.hours(resource.duration()) + " less spec.renewBefore "
                + Durations.hours(resource.renewBefore()) + " is "
                + Durations.text(Duration.between(anchor.notBefore(), renewal))
                + " after it was made, not shortly before it expires at "
                + anchor.notAfter() + "; Capstan would rotate it from " + due + " on ("
                + Durations.text(rotateBefore) + " before). Nobody restarts the proxies then"
                + nextIssuer(e);
        String hint = "capstan setup --improve has Capstan come first; by hand: "
                + Advice.patch(
                        e.snapshot().anchor().ref(),
                        "{\"spec\":{\"renewBefore\":\""
                                + Durations.hours(e.policy().lateRenewal()) + "\"}}")
                + "; " + Advice.DURATION_AND_POLICY;
        return e.until(renewal).compareTo(soon(e.policy())) < 0
                ? Verdict.critical(e.snapshot().anchor().ref(), message, hint)
                : Verdict.warning(e.snapshot().anchor().ref(), message, hint);
    }

    private static String nextIssuer(Examination e) {
        return e.snapshot()
                .issuer()
                .resource()
                .filter(issuer -> !issuer.renewalDisabled())
                .map(issuer -> ", and at most "
                        + Durations.text(issuer.duration().minus(issuer.renewBefore()))
                        + " later the identity issuer is renewed under an anchor that no proxy has loaded")
                .orElse("");
    }

    static Verdict issuerRace(Examination e) {
        ManagedCertificate issuer = e.snapshot().issuer();
        if (issuer.resource().isEmpty()) {
            return SetUpRules.notKept(issuer);
        }
        Race race = Race.of(e.snapshot(), e.policy());
        String message = arithmetic(e, issuer.resource().get(), race);
        if (race.isWonAfterRenewal()) {
            return Verdict.ok(issuer.ref(), message);
        }
        String hint = "lower spec.renewBefore of " + issuer.ref() + " so that more than " + Durations.text(race.need())
                + " lie between two renewals, or restart more workloads at once, or give it a longer life when"
                + " nothing else is under way (changing spec.duration issues it again at once; spec.renewal.policy Disabled"
                + " is no way out: it never renews, not even at expiry)";
        return e.isEndNear()
                ? Verdict.critical(issuer.ref(), message + "; a rotation is due and cannot be begun", hint)
                : Verdict.warning(issuer.ref(), message, hint);
    }

    private static String arithmetic(Examination e, CertificateResource issuer, Race race) {
        Duration bundle = RestartBudget.bundleLag(e.policy());
        Duration data = RestartBudget.dataPlane(e.snapshot(), e.policy());
        Duration control = RestartBudget.controlPlane(e.snapshot(), e.policy());
        return "from renewal to renewal it lives " + Durations.text(race.fresh()) + " (spec.duration "
                + Durations.hours(issuer.duration())
                + (issuer.renewalDisabled()
                        ? ", renewal disabled"
                        : " less spec.renewBefore " + Durations.hours(issuer.renewBefore()))
                + "); a rotation needs " + Durations.text(race.need()) + ": bundle " + Durations.text(bundle) + ", "
                + Listing.count(e.snapshot().dataPlane().workloads().size(), "workload") + " " + Durations.text(data)
                + ", control plane " + Durations.text(control) + ", margin "
                + Durations.text(race.need().minus(bundle).minus(data).minus(control));
    }
}
