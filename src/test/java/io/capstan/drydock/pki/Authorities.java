package io.capstan.drydock.pki;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;

/** Signers without a cluster, for tests of a single part. */
public final class Authorities {
    private Authorities() {}

    /** A self-signed authority, as cert-manager makes the trust anchor. */
    public static Signer root(Instant from, Duration life) {
        KeyPair key = KeyPairs.ecdsa();
        return new Signer(
                Signer.selfSigned(
                        Wanted.authority("root.linkerd.cluster.local", key.getPublic(), from, from.plus(life)),
                        key.getPrivate()),
                key.getPrivate());
    }

    /** An authority under another one, as cert-manager makes the identity issuer. */
    public static Signer issuer(Signer root, Instant from, Duration life) {
        KeyPair key = KeyPairs.ecdsa();
        return new Signer(
                root.sign(Wanted.authority("identity.linkerd.cluster.local", key.getPublic(), from, from.plus(life))),
                key.getPrivate());
    }
}
