package io.capstan.drydock.certmanager;

import io.capstan.drydock.pki.Pem;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A certificate and its key as they stand in a Secret. */
record IssuedSecret(List<X509Certificate> certificates, PrivateKey key) {

    /** Secrets are looked at at every turn, and hardly ever differ from what they were at the last. */
    private static final Map<Map<String, String>, IssuedSecret> READ = new ConcurrentHashMap<>();

    private static final int MOST_READ = 200;

    /** @throws IllegalArgumentException with the reason if the Secret holds no such pair */
    static IssuedSecret of(Secret secret) {
        if (READ.size() > MOST_READ) {
            READ.clear();
        }
        return READ.computeIfAbsent(Optional.ofNullable(secret.getData()).orElse(Map.of()), data -> read(secret));
    }

    private static IssuedSecret read(Secret secret) {
        List<X509Certificate> certificates = Pem.certificates(entry(secret, "tls.crt"));
        PrivateKey key = Pem.privateKey(entry(secret, "tls.key"));
        if (!Pem.isPair(certificates.get(0), key)) {
            throw new IllegalArgumentException("tls: private key does not match public key");
        }
        return new IssuedSecret(certificates, key);
    }

    static String entry(Secret secret, String name) {
        String encoded = Optional.ofNullable(secret.getData()).orElse(Map.of()).getOrDefault(name, "");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    X509Certificate certificate() {
        return certificates.get(0);
    }

    KeyPair keyPair() {
        return new KeyPair(certificate().getPublicKey(), key);
    }
}
