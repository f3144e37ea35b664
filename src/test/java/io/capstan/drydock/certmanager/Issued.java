package io.capstan.drydock.certmanager;

import java.security.cert.X509Certificate;
import java.util.List;

/** What an issuer gives back: the certificate with those between it and the root, and the root. */
record Issued(List<X509Certificate> chain, X509Certificate ca) {
    X509Certificate certificate() {
        return chain.get(0);
    }
}
