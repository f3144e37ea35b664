package io.capstan.check;

import io.capstan.pki.Certificate;
import io.capstan.rotation.Advice;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.ManagedCertificate;
import java.time.Duration;
import java.util.Set;

/** Whether the trust anchor is what Linkerd can work with. */
final class AnchorRules {
    /** What {@code linkerd check} accepts of a trust anchor (linkerd2, pkg/issuercerts). */
    private static final Set<String> SUPPORTED = Set.of("ECDSA P-256", "RSA 2048", "RSA 4096");

    private static final String CONSEQUENCE =
            "identity no longer accepts its own issuer, and proxies fail as their leaves run out";

    private AnchorRules() {}

    static Verdict present(Examination e) {
        ManagedCertificate anchor = e.snapshot().anchor();
        return CredentialRules.present(anchor, "trust anchor", absent -> absent(e, anchor, absent));
    }

    /** Without a Certificate the anchor may be kept elsewhere on purpose: that is not known to be broken. */
    private static Verdict absent(Examination e, ManagedCertificate anchor, String message) {
        if (anchor.resource().isPresent()) {
            return Verdict.critical(
                    anchor.secretRef(),
                    message + ", although there is a " + anchor.ref(),
                    Advice.describe(anchor.ref()) + " shows why cert-manager has not written it");
        }
        return e.bundle().isEmpty()
                ? Verdict.critical(
                        anchor.secretRef(),
                        message + ", no " + anchor.ref() + ", and no anchor in "
                                + e.snapshot().bundle().configMapRef(),
                        "set the trust anchor up, or name its Secret and Certificate")
                : Verdict.skipped(
                        anchor.secretRef(),
                        message + ", and no " + anchor.ref() + ": it is kept elsewhere. "
                                + e.snapshot().bundle().configMapRef() + " holds " + e.bundle(),
                        "put the anchor's certificate, without its key, into " + anchor.secretRef()
                                + " key tls.crt, so that it can be judged");
    }

    static Verdict isCa(Examination e) {
        return CredentialRules.isCa(e, e.snapshot().anchor());
    }

    /** For a self-signed anchor ca.crt is the same as tls.crt; for another one it is the certificate that signed it. */
    static Verdict selfSigned(Examination e) {
        ManagedCertificate managed = e.snapshot().anchor();
        return CredentialRules.withCertificate(managed, (secret, anchor) -> {
            boolean mustBe = managed.resource()
                    .map(resource -> resource.issuerRef().isSelfSigned())
                    .orElseGet(anchor::isSelfSigned);
            if (mustBe && !anchor.isSelfSigned()) {
                return Verdict.warning(
                        managed.secretRef(),
                        "its own key did not sign it, although its issuer is a self-signed one: cert-manager did not make it",
                        Advice.describe(managed.secretRef()) + " shows who wrote it");
            }
            return mustBe ? selfSigned(managed, secret, anchor) : signedByAnother(managed, secret, anchor);
        });
    }

    private static Verdict selfSigned(ManagedCertificate managed, CredentialSecret secret, Certificate anchor) {
        if (secret.caCrt().isEmpty()) {
            return managed.resource().isEmpty()
                    ? Verdict.ok(managed.secretRef(), "is self-signed; there is no ca.crt")
                    : Verdict.warning(
                            managed.secretRef(),
                            "has no ca.crt, expected the same certificate as in tls.crt",
                            Advice.describe(managed.secretRef()) + " shows who wrote it");
        }
        return secret.caCrt().get().certificates().equals(secret.tlsCrt().certificates())
                ? Verdict.ok(managed.secretRef(), "is self-signed, and ca.crt equals tls.crt")
                : Verdict.warning(
                        managed.secretRef(),
                        "ca.crt holds " + secret.caCrt().get().anchors() + ", expected the self-signed "
                                + anchor.fingerprint().abbreviated() + " of tls.crt",
                        Advice.describe(managed.secretRef()) + " shows who wrote it");
    }

    private static Verdict signedByAnother(ManagedCertificate managed, CredentialSecret secret, Certificate anchor) {
        if (secret.caCrt().isEmpty()) {
            return Verdict.skipped(
                    managed.secretRef(),
                    "is not self-signed (its issuer is " + anchor.issuer()
                            + "), and there is no ca.crt to verify it with");
        }
        return secret.caCrt()
                .get()
                .anchors()
                .signerOf(anchor)
                .map(signer -> Verdict.ok(
                        managed.secretRef(),
                        "is signed by " + CredentialRules.fingerprint(signer) + ", which is in ca.crt"))
                .orElseGet(() -> Verdict.warning(
                        managed.secretRef(),
                        "no certificate in ca.crt signed it, expected the one of its issuer " + anchor.issuer(),
                        Advice.describe(managed.secretRef()) + " shows who wrote it"));
    }

    static Verdict algorithm(Examination e) {
        ManagedCertificate managed = e.snapshot().anchor();
        return CredentialRules.withCertificate(
                managed,
                (secret, anchor) -> SUPPORTED.contains(anchor.keyAlgorithm())
                        ? Verdict.ok(managed.secretRef(), "its key is " + anchor.keyAlgorithm())
                        : Verdict.warning(
                                managed.secretRef(),
                                "its key is " + anchor.keyAlgorithm()
                                        + ", expected ECDSA P-256 (linkerd check and upgrades refuse it)",
                                "set spec.privateKey {algorithm: ECDSA, size: 256} in " + managed.ref()
                                        + "; this issues a new anchor at once, so be ready to go on with capstan rotate"));
    }

    static Verdict validity(Examination e) {
        return CredentialRules.validity(e, e.snapshot().anchor(), CONSEQUENCE);
    }

    static Verdict expiry(Examination e) {
        ManagedCertificate managed = e.snapshot().anchor();
        return CredentialRules.withCertificate(managed, (secret, anchor) -> {
            Duration left = e.until(anchor.notAfter());
            String message = "expires at " + e.when(anchor.notAfter());
            if (left.compareTo(TimingRules.soon(e.policy())) < 0) {
                return Verdict.critical(
                        managed.secretRef(), message + ": from then on " + CONSEQUENCE, rotate(managed));
            }
            return e.isEndNear()
                    ? Verdict.warning(managed.secretRef(), message + ": a rotation is due", rotate(managed))
                    : Verdict.ok(managed.secretRef(), message);
        });
    }

    private static String rotate(ManagedCertificate anchor) {
        return anchor.resource().isPresent() ? "capstan plan, then capstan rotate" : "replace it where its key is kept";
    }

    static Verdict renewal(Examination e) {
        ManagedCertificate managed = e.snapshot().anchor();
        return CredentialRules.renewal(
                e,
                managed,
                (message, hint) -> e.anchor().isEmpty() || e.isEndNear()
                        ? Verdict.critical(managed.ref(), message, hint)
                        : Verdict.warning(managed.ref(), message, hint));
    }
}
