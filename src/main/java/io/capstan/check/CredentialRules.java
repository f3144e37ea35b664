package io.capstan.check;

import io.capstan.pki.Certificate;
import io.capstan.rotation.Advice;
import io.capstan.rotation.HardState;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.ManagedCertificate;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What is asked of the trust anchor and of the identity issuer alike. */
final class CredentialRules {
    private CredentialRules() {}

    /** @param name {@code the trust anchor} */
    static Verdict present(ManagedCertificate managed, String name, Function<String, Verdict> absent) {
        if (managed.secret().isEmpty()) {
            return absent.apply("does not exist: there is no " + name);
        }
        CredentialSecret secret = managed.secret().get();
        String defect =
                secret.tlsCrt().defect().map(words -> "tls.crt " + words).orElse("");
        if (secret.tlsCrt().certificates().isEmpty()) {
            return Verdict.critical(
                    managed.secretRef(),
                    defect.isEmpty() ? "tls.crt holds no certificate" : defect,
                    managed.resource().isPresent()
                            ? Advice.renew(managed.ref()) + " makes cert-manager write it anew; "
                                    + Advice.describe(managed.secretRef()) + " shows who wrote it last"
                            : "put the certificate of the " + name + " back into tls.crt");
        }
        return defect.isEmpty()
                ? Verdict.ok(
                        managed.secretRef(),
                        fingerprint(secret.tlsCrt().certificates().get(0))
                                + secret.inferredFrom()
                                        .map(request -> "; not read, but issued so by " + request)
                                        .orElse(""))
                : Verdict.warning(managed.secretRef(), defect, "leave nothing but PEM certificates in tls.crt");
    }

    static String fingerprint(Certificate certificate) {
        return certificate.subject() + ", " + certificate.fingerprint().abbreviated();
    }

    static Verdict isCa(Examination e, ManagedCertificate managed) {
        return withCertificate(
                managed,
                (secret, certificate) -> certificate.isCa()
                        ? permitsLeaves(e, managed, certificate)
                        : Verdict.critical(
                                managed.secretRef(),
                                "is not a CA, expected basic constraints with CA:TRUE: nothing that it signs is accepted",
                                "set spec.isCA: true in " + managed.ref() + " (this issues it again at once)"));
    }

    private static Verdict permitsLeaves(Examination e, ManagedCertificate managed, Certificate ca) {
        return e.snapshot()
                .linkerd()
                .nameForbiddenBy(ca)
                .map(name -> Verdict.critical(
                        managed.secretRef(),
                        "its name constraints " + HardState.leavingOut(name),
                        Advice.permitTrustDomain(managed.ref())))
                .orElseGet(() -> Verdict.ok(managed.secretRef(), "its basic constraints say that it is a CA"));
    }

    static Verdict validity(Examination e, ManagedCertificate managed, String consequence) {
        return withCertificate(managed, (secret, certificate) -> {
            String period = certificate.notBefore() + " to " + certificate.notAfter();
            return certificate.isValidAt(e.now())
                    ? Verdict.ok(managed.secretRef(), "is valid from " + period)
                    : Verdict.critical(
                            managed.secretRef(),
                            "is valid from " + period + ", and it is " + e.now() + ": " + consequence,
                            managed.resource().isPresent()
                                    ? Advice.describe(managed.ref()) + " shows why cert-manager has not renewed it"
                                    : "replace it where its key is kept");
        });
    }

    static Verdict renewal(Examination e, ManagedCertificate managed, BiFunction<String, String, Verdict> stuck) {
        if (managed.resource().isEmpty()) {
            return SetUpRules.notKept(managed);
        }
        CertificateResource resource = managed.resource().get();
        Renewal renewal = Renewal.of(managed, resource, e.now(), e.policy());
        if (renewal.isStuck()) {
            return stuck.apply(
                    "cert-manager cannot renew it: " + renewal.detail(),
                    resource.request()
                                    .map(request -> Advice.describe(request.ref()))
                                    .orElse(Advice.describe(managed.ref()))
                            + "; then mend " + resource.issuerRef().ref() + " or cert-manager itself");
        }
        if (renewal.isUnderWay()) {
            return Verdict.info(managed.ref(), "cert-manager is issuing it: " + renewal.detail());
        }
        return resource.ready()
                ? Verdict.ok(managed.ref(), "is Ready at revision " + resource.revision())
                : Verdict.warning(
                        managed.ref(),
                        "its condition Ready is not True, and nothing is being issued",
                        Advice.describe(managed.ref()));
    }

    static Verdict withCertificate(
            ManagedCertificate managed, BiFunction<CredentialSecret, Certificate, Verdict> judge) {
        return managed.secret()
                .flatMap(secret -> managed.certificate().map(certificate -> judge.apply(secret, certificate)))
                .orElseGet(() -> Verdict.skipped(managed.secretRef(), "holds no readable certificate in tls.crt"));
    }
}
