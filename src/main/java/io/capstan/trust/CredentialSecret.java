package io.capstan.trust;

import io.capstan.pki.PemBundle;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A Secret with a certificate, without its private key: no value but {@code tls.crt} and {@code ca.crt} is ever read; or no
 * Secret at all, where a CertificateRequest says what cert-manager has written into it.
 *
 * @param type such as {@code kubernetes.io/tls}
 * @param keys the names of its entries, with whether each is non-empty left aside
 * @param hasPrivateKey whether {@code tls.key} is there and not empty
 * @param caCrt empty if the Secret has no {@code ca.crt}
 * @param changedAt the last time of its managedFields; of a Secret that is not read, a time by which it was written
 * @param inferredFrom the CertificateRequest that says so, of a Secret that is not read
 */
public record CredentialSecret(
        ObjectRef ref,
        String type,
        Set<String> keys,
        boolean hasPrivateKey,
        PemBundle tlsCrt,
        Optional<PemBundle> caCrt,
        Instant changedAt,
        Optional<ObjectRef> inferredFrom) {
    public CredentialSecret {
        keys = Set.copyOf(keys);
    }
}
