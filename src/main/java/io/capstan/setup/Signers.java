package io.capstan.setup;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.ManagedCertificate;

/** What signed the identity issuer that there is. */
final class Signers {
    private Signers() {}

    /** The certificate of its Secret's {@code ca.crt} that signed it, if one did: cert-manager keeps it there. */
    static AnchorSet ofIssuer(ManagedCertificate issuer) {
        return issuer.secret()
                .flatMap(secret -> secret.caCrt())
                .flatMap(ca -> issuer.certificate().flatMap(ca.anchors()::signerOf))
                .map(AnchorSet::of)
                .orElse(AnchorSet.empty());
    }
}
