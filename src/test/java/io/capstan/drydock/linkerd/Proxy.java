package io.capstan.drydock.linkerd;

import io.capstan.drydock.pki.Chain;
import io.capstan.drydock.pki.KeyPairs;
import io.capstan.drydock.pki.TrustAnchors;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The proxy of one pod (linkerd2-proxy, linkerd/proxy/identity-client): its anchors are those it was started with, its
 * leaf is renewed at 70% of what is left of its life, and a leaf that does not chain to its own anchors is rejected and
 * the old one kept, even beyond its expiry.
 */
public final class Proxy {
    private static final Duration LEAST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final String pod;
    private final String dnsName;
    private final TrustAnchors anchors;
    private final boolean opensConnections;
    private final KeyPair key = KeyPairs.ecdsa();
    private Optional<Chain> leaf = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private Instant nextTry = Instant.MIN;
    private boolean podReady;

    Proxy(String pod, String dnsName, TrustAnchors anchors, boolean opensConnections) {
        this.pod = pod;
        this.dnsName = dnsName;
        this.anchors = anchors;
        this.opensConnections = opensConnections;
    }

    /** Where a proxy can get a certificate; {@code client} is the one that asks. */
    @FunctionalInterface
    interface CertificateSource {
        Chain certify(Proxy client, Instant now) throws RefusedException;
    }

    /** @return when it wants to be looked at again */
    Instant turn(CertificateSource identity, Instant now) {
        if (!now.isBefore(nextTry)) {
            try {
                leaf = Optional.of(accepted(identity.certify(this, now), now));
                failure = Optional.empty();
            } catch (RefusedException e) {
                failure = Optional.of(e.reason());
            }
            nextTry = now.plus(leaf.map(held -> wait(held, now)).orElse(LEAST_WAIT));
        }
        return nextTry;
    }

    private Chain accepted(Chain offered, Instant now) throws RefusedException {
        Optional<String> refusal = anchors.refusal(offered, now);
        if (refusal.isPresent()) {
            throw new RefusedException("the new certificate is rejected: " + refusal.get());
        }
        return offered;
    }

    private static Duration wait(Chain leaf, Instant now) {
        Duration left = Duration.between(now, leaf.first().getNotAfter().toInstant());
        Duration wait = left.multipliedBy(7).dividedBy(10);
        if (wait.compareTo(LEAST_WAIT) < 0) {
            return LEAST_WAIT;
        }
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    void podIsReady(boolean ready) {
        podReady = ready;
    }

    PublicKey publicKey() {
        return key.getPublic();
    }

    /** {@code namespace/name} of its pod. */
    public String pod() {
        return pod;
    }

    public String dnsName() {
        return dnsName;
    }

    public TrustAnchors anchors() {
        return anchors;
    }

    /**
     * Whether the pod opens connections to others of the mesh. The identity controller calls nobody but the API server,
     * not over the mesh (linkerd2, charts/linkerd-control-plane/templates/identity.yaml).
     */
    public boolean opensConnections() {
        return opensConnections;
    }

    /** The leaf that it serves, with the issuer; nothing until it has got its first. */
    public Optional<Chain> leaf() {
        return leaf;
    }

    /** Why its last try to get a certificate failed, if it did. */
    public Optional<String> failure() {
        return failure;
    }

    /** Whether its pod takes traffic. */
    public boolean isReady() {
        return podReady && leaf.isPresent();
    }
}
