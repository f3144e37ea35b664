package io.capstan.drydock.linkerd;

import io.capstan.drydock.pki.Chain;
import io.capstan.drydock.pki.Pem;
import io.capstan.drydock.pki.Signer;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The identity issuer as files; {@code ca.crt} is not among them, because the controller never reads it. */
record IssuerFiles(String certificate, String key) {

    static IssuerFiles of(Secret secret) {
        return new IssuerFiles(entry(secret, "tls.crt"), entry(secret, "tls.key"));
    }

    /** @throws IllegalArgumentException if they are not a certificate and its key */
    LoadedIssuer load() {
        Chain chain = new Chain(Pem.certificates(certificate));
        Signer signer = new Signer(chain.first(), Pem.privateKey(key));
        if (!Pem.isPair(signer.certificate(), signer.key())) {
            throw new IllegalArgumentException("tls: private key does not match public key");
        }
        if (signer.certificate().getBasicConstraints() < 0) {
            throw new IllegalArgumentException("it must be an intermediate-CA, but it is not");
        }
        return new LoadedIssuer(chain, signer);
    }

    private static String entry(Secret secret, String name) {
        String encoded = Optional.ofNullable(secret.getData()).orElse(Map.of()).getOrDefault(name, "");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
