package io.capstan.drydock.certmanager;

import io.capstan.drydock.pki.GoDuration;
import io.capstan.drydock.pki.KeyPairs;
import io.capstan.drydock.resource.Fields;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a Certificate asks for, with cert-manager's defaults filled in. */
record CertificateSpec(
        String secretName,
        String commonName,
        boolean isCa,
        Duration duration,
        Duration renewBefore,
        boolean renews,
        boolean keepsItsKey,
        String algorithm,
        IssuerRef issuer,
        int revisionHistoryLimit) {

    record IssuerRef(String name, String kind, String group) {}

    static CertificateSpec of(GenericKubernetesResource certificate) {
        Duration duration = duration(certificate, "duration").orElse(Duration.ofDays(90));
        return new CertificateSpec(
                Fields.text(certificate, "spec", "secretName"),
                Fields.text(certificate, "spec", "commonName"),
                Fields.flag(certificate, "spec", "isCA"),
                duration,
                duration(certificate, "renewBefore").orElse(duration.dividedBy(3)),
                !Fields.text(certificate, "spec", "renewal", "policy").equals("Disabled"),
                Fields.text(certificate, "spec", "privateKey", "rotationPolicy").equals("Never"),
                orElse(Fields.text(certificate, "spec", "privateKey", "algorithm"), "RSA"),
                new IssuerRef(
                        Fields.text(certificate, "spec", "issuerRef", "name"),
                        orElse(Fields.text(certificate, "spec", "issuerRef", "kind"), "Issuer"),
                        orElse(Fields.text(certificate, "spec", "issuerRef", "group"), "cert-manager.io")),
                Fields.number(certificate, 1, "spec", "revisionHistoryLimit"));
    }

    KeyPair newKeyPair() {
        return algorithm.equals("ECDSA") ? KeyPairs.ecdsa() : KeyPairs.rsa();
    }

    /** When cert-manager renews a certificate of this validity by itself; nothing if it never does. */
    Optional<Instant> renewalTime(Instant notBefore, Instant notAfter) {
        if (!renews) {
            return Optional.empty();
        }
        Duration life = Duration.between(notBefore, notAfter);
        // a renewBefore that the certificate's real life cannot hold counts for nothing
        Duration before = renewBefore.compareTo(life) < 0 ? renewBefore : life.dividedBy(3);
        return Optional.of(notAfter.minus(before));
    }

    private static Optional<Duration> duration(GenericKubernetesResource certificate, String field) {
        return Optional.of(Fields.text(certificate, "spec", field))
                .filter(text -> !text.isEmpty())
                .map(GoDuration::parse);
    }

    private static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
