package io.capstan.trust;

import io.capstan.pki.Certificate;
import java.util.Optional;

/**
 * A certificate that cert-manager keeps: the Certificate resource, and the Secret that it writes.
 *
 * @param ref where the resource is expected, whether it exists or not
 * @param secretRef where the Secret is expected
 * @param resource empty if there is no such Certificate: then the key is kept elsewhere and nobody renews it here
 * @param secret empty if there is no such Secret
 */
public record ManagedCertificate(
        ObjectRef ref, ObjectRef secretRef, Optional<CertificateResource> resource, Optional<CredentialSecret> secret) {

    /** The certificate in the Secret's {@code tls.crt}, if there is a readable one. */
    public Optional<Certificate> certificate() {
        return secret.flatMap(written -> written.tlsCrt().first());
    }

    /**
     * Whether a renewal is under way: cert-manager says so, or the Secret is not yet the one of the revision that the
     * Certificate's status speaks of (the Certificate is read before its Secret).
     */
    public boolean isRenewing() {
        return resource.map(this::isRenewing).orElse(false);
    }

    private boolean isRenewing(CertificateResource certificate) {
        return certificate.issuing().isPresent()
                || certificate
                        .issued()
                        .map(issued -> certificate()
                                .map(written -> !written.equals(issued))
                                .orElse(true))
                        .orElse(false);
    }
}
