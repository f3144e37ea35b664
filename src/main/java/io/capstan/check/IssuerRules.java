package io.capstan.check;

import io.capstan.pki.Certificate;
import io.capstan.rotation.Advice;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.TrustState;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;

/** Whether the identity issuer is what Linkerd can work with, and stays so. */
final class IssuerRules {
    private static final String REQUIRED = "ECDSA P-256";

    private IssuerRules() {}

    static Verdict present(Examination e) {
        ManagedCertificate issuer = e.snapshot().issuer();
        return CredentialRules.present(
                issuer,
                "identity issuer",
                absent -> Verdict.critical(
                        issuer.secretRef(),
                        absent + ", so identity cannot start",
                        issuer.resource().isPresent()
                                ? Advice.describe(issuer.ref()) + " shows why cert-manager has not written it"
                                : "create " + issuer.ref() + ", or name the one that there is"));
    }

    static Verdict isCa(Examination e) {
        return CredentialRules.isCa(e, e.snapshot().issuer());
    }

    /** Identity refuses any other key (linkerd2, pkg/issuercerts). */
    static Verdict algorithm(Examination e) {
        ManagedCertificate managed = e.snapshot().issuer();
        return CredentialRules.withCertificate(
                managed,
                (secret, issuer) -> issuer.keyAlgorithm().equals(REQUIRED)
                        ? Verdict.ok(managed.secretRef(), "its key is " + REQUIRED)
                        : Verdict.critical(
                                managed.secretRef(),
                                "its key is " + issuer.keyAlgorithm() + ", expected " + REQUIRED
                                        + ": identity refuses it",
                                "set spec.privateKey {algorithm: ECDSA, size: 256} in " + managed.ref()
                                        + " (this issues it again at once)"));
    }

    static Verdict validity(Examination e) {
        return CredentialRules.validity(
                e, e.snapshot().issuer(), "identity issues nothing, and proxies fail as their leaves run out");
    }

    /** Relative to its own life: an issuer of 48h is well at any time before its renewal is due. */
    static Verdict expiry(Examination e) {
        ManagedCertificate managed = e.snapshot().issuer();
        return CredentialRules.withCertificate(managed, (secret, issuer) -> {
            Duration left = e.until(issuer.notAfter());
            if (left.isNegative()) {
                return Verdict.critical(managed.secretRef(), "expired at " + e.when(issuer.notAfter()), renew(managed));
            }
            return managed.resource()
                    .filter(resource -> resource.renewalTime().isPresent())
                    .map(resource -> kept(e, managed, issuer, resource))
                    .orElseGet(() -> unattended(e, managed, issuer));
        });
    }

    private static Verdict kept(
            Examination e, ManagedCertificate managed, Certificate issuer, CertificateResource resource) {
        Instant renewal = resource.renewalTime().orElse(issuer.notAfter());
        String expires = "expires at " + e.when(issuer.notAfter());
        if (!renewal.isBefore(e.now())) {
            return Verdict.ok(managed.secretRef(), expires + ", is renewed at " + renewal);
        }
        Renewal standing = Renewal.of(managed, resource, e.now(), e.policy());
        Duration overdue = Duration.between(renewal, e.now());
        if (standing.isUnderWay() || overdue.compareTo(e.policy().renewalLimit()) <= 0) {
            return Verdict.ok(managed.secretRef(), expires + ", its renewal is under way since " + renewal);
        }
        String message = expires + " of a life of " + Durations.text(issuer.life())
                + ", and its renewal is overdue since " + e.when(renewal);
        return e.until(issuer.notAfter()).compareTo(issuer.life().dividedBy(4)) < 0
                ? Verdict.critical(managed.secretRef(), message, renew(managed))
                : Verdict.warning(managed.secretRef(), message, renew(managed));
    }

    /** Nobody renews it: no Certificate, or one whose renewal is disabled or not planned. */
    private static Verdict unattended(Examination e, ManagedCertificate managed, Certificate issuer) {
        Duration left = e.until(issuer.notAfter());
        String message = "expires at " + e.when(issuer.notAfter()) + " of a life of " + Durations.text(issuer.life())
                + ", and cert-manager does not renew it by itself";
        if (left.compareTo(issuer.life().dividedBy(10)) < 0) {
            return Verdict.critical(managed.secretRef(), message, renew(managed));
        }
        return left.compareTo(issuer.life().dividedBy(4)) < 0
                ? Verdict.warning(managed.secretRef(), message, renew(managed))
                : Verdict.ok(managed.secretRef(), message);
    }

    private static String renew(ManagedCertificate managed) {
        return managed.resource().isPresent()
                ? Advice.renew(managed.ref()) + ", and " + Advice.describe(managed.ref()) + " if that does not help"
                : "issue it again under the present anchor and write it into " + managed.secretRef();
    }

    static Verdict signedByAnchor(Examination e) {
        ManagedCertificate managed = e.snapshot().issuer();
        return CredentialRules.withCertificate(
                managed, (secret, issuer) -> e.withTrust(managed.secretRef(), state -> signed(managed, issuer, state)));
    }

    private static Verdict signed(ManagedCertificate managed, Certificate issuer, TrustState state) {
        String anchor = state.anchor().fingerprint().abbreviated();
        if (state.isIssuerUnderAnchor()) {
            return Verdict.ok(managed.secretRef(), "is signed by the anchor " + anchor);
        }
        return state.signer()
                .map(signer -> Verdict.info(
                        managed.secretRef(),
                        "is signed by " + signer.fingerprint().abbreviated() + ", not by the present anchor " + anchor
                                + ": as it should be while a rotation is under way",
                        "do not renew it before every proxy has loaded " + anchor + "; capstan rotate does it then"))
                .orElseGet(() -> Verdict.critical(
                        managed.secretRef(),
                        "no anchor that is known here signed it (its issuer is " + issuer.issuer() + "), expected "
                                + anchor,
                        managed.resource().isPresent()
                                ? "look at what "
                                        + managed.resource().get().issuerRef().ref() + " signs with, then "
                                        + Advice.renew(managed.ref())
                                : "issue it again under the present anchor"));
    }

    /** Identity ignores ca.crt, but {@code linkerd check} takes the trust anchors from it. */
    static Verdict caCrt(Examination e) {
        ManagedCertificate managed = e.snapshot().issuer();
        return CredentialRules.withCertificate(
                managed,
                (secret, issuer) -> secret.caCrt()
                        .flatMap(ca -> ca.anchors().signerOf(issuer))
                        .map(signer -> Verdict.ok(
                                managed.secretRef(),
                                "ca.crt holds " + signer.fingerprint().abbreviated() + ", which signed it"))
                        .orElseGet(() -> Verdict.warning(
                                managed.secretRef(),
                                wrongCa(secret)
                                        + ", expected the certificate that signed tls.crt: linkerd check takes it for the trust anchor",
                                renew(managed))));
    }

    private static String wrongCa(CredentialSecret secret) {
        return secret.caCrt()
                .map(ca -> "ca.crt " + ca.defect().orElse("holds " + ca.anchors()))
                .orElse("there is no ca.crt");
    }

    static Verdict renewal(Examination e) {
        ManagedCertificate managed = e.snapshot().issuer();
        return CredentialRules.renewal(
                e,
                managed,
                (message, hint) -> Verdict.critical(
                        managed.ref(),
                        message
                                + e.issuer()
                                        .map(issuer -> "; the present one expires at " + e.when(issuer.notAfter()))
                                        .orElse(""),
                        hint));
    }

    static Verdict updated(Examination e) {
        return IssuerEvents.judge(e);
    }
}
