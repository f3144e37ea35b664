package io.capstan.faults;

import io.capstan.drydock.Drydock;
import io.capstan.drydock.linkerd.Proxy;
import io.capstan.drydock.pki.Chain;
import io.capstan.drydock.pki.Fingerprint;
import io.capstan.drydock.pki.TrustAnchors;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is really so in the embedded cluster, which Capstan can only infer: what each process has loaded, and under which
 * anchor each leaf and each issuer in use stands. Anchors are named by the SHA-256 of their certificates.
 */
final class Truth {
    private final Drydock drydock;
    private final KubernetesClient client;
    private final Map<String, X509Certificate> anchors = new LinkedHashMap<>();
    private final Map<X509Certificate, String> rootOfIssuer = new HashMap<>();
    private long seenSecrets = -1;

    Truth(Drydock drydock, KubernetesClient client) {
        this.drydock = drydock;
        this.client = client;
        look();
    }

    /** Learns of the anchor that there is now; to be called whenever there may be another. */
    void look() {
        long secrets = drydock.api().version(Set.of("secrets"));
        if (secrets == seenSecrets) {
            return;
        }
        seenSecrets = secrets;
        if (drydock.certificates().secretExists("cert-manager", "linkerd-trust-anchor")) {
            X509Certificate anchor = drydock.certificates().anchor();
            anchors.putIfAbsent(Fingerprint.of(anchor), anchor);
        }
    }

    String anchor() {
        return Fingerprint.of(drydock.certificates().anchor());
    }

    /** The anchor that has signed the issuer in the Secret. */
    String anchorOfIssuer() {
        return root(drydock.certificates().issuer());
    }

    /** Every anchor that an issuer in use, or a leaf that is still valid, chains to; not the Secret's issuer. */
    Set<String> inUse() {
        Instant now = drydock.clock().instant();
        Stream<Chain> leaves = drydock.linkerd().proxies().stream().flatMap(proxy -> proxy.leaf().stream());
        return Stream.concat(leaves, drydock.linkerd().issuersInUse().values().stream())
                .filter(chain -> chain.outsideOfItsValidity(now).isEmpty())
                .map(Truth::top)
                .map(this::root)
                .collect(Collectors.toCollection(HashSet::new));
    }

    boolean usesMoreThanTheAnchor() {
        Set<String> used = inUse();
        used.add(anchorOfIssuer());
        used.remove(anchor());
        return !used.isEmpty();
    }

    /** Proxies that have not loaded {@code anchor}. */
    List<String> proxiesWithout(String anchor) {
        return drydock.linkerd().proxies().stream()
                .filter(proxy -> !proxy.anchors().fingerprints().contains(anchor))
                .map(Proxy::pod)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Whether every proxy trusts the anchor and nothing else. */
    boolean isAloneEverywhere() {
        Set<String> alone = Set.of(anchor());
        return drydock.linkerd().proxies().stream()
                .allMatch(proxy -> proxy.anchors().fingerprints().equals(alone));
    }

    boolean isAnchorMissingSomewhere() {
        return !proxiesWithout(anchor()).isEmpty();
    }

    boolean isIssuerUnknownSomewhere() {
        return !proxiesWithout(anchorOfIssuer()).isEmpty();
    }

    /** What the previous slot holds. */
    Set<String> previous() {
        return drydock.certificates().secretExists("cert-manager", "linkerd-previous-anchor")
                ? drydock.certificates().allInSecret("cert-manager", "linkerd-previous-anchor", "tls.crt").stream()
                        .map(Fingerprint::of)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** What the previous slot holds, and what the bundle does; where the slot is gone the bundle stays as it was. */
    Set<String> sources() {
        Set<String> sources = new HashSet<>(previous());
        sources.addAll(bundled());
        return sources;
    }

    Set<String> bundled() {
        return drydock.certificates().bundled();
    }

    /** Whether a replica of identity gives leaves, to whoever trusts it. */
    boolean isIdentityServing() {
        return drydock.linkerd().proxies().stream()
                .anyMatch(proxy -> proxy.pod().startsWith("linkerd/linkerd-identity-") && proxy.isReady());
    }

    /** Whether two proxies that run now refuse each other. */
    boolean isBroken() {
        Instant now = drydock.clock().instant();
        List<Proxy> proxies = drydock.linkerd().proxies();
        return proxies.stream()
                .anyMatch(verifier -> proxies.stream()
                        .flatMap(proxy -> proxy.leaf().stream())
                        .anyMatch(leaf -> verifier.anchors().refusal(leaf, now).isPresent()));
    }

    /** Who is written in the Lease {@code capstan}, whether it has run out or not. */
    Optional<String> holderOfTheLock() {
        return Optional.ofNullable(client.leases()
                        .inNamespace("linkerd")
                        .withName("capstan")
                        .get())
                .map(lease -> lease.getSpec().getHolderIdentity())
                .filter(holder -> !holder.isEmpty());
    }

    private static X509Certificate top(Chain chain) {
        return chain.certificates().get(chain.certificates().size() - 1);
    }

    private String root(X509Certificate issuer) {
        look();
        return rootOfIssuer.computeIfAbsent(issuer, this::signer);
    }

    private String signer(X509Certificate issuer) {
        Chain chain = Chain.of(issuer);
        return anchors.values().stream()
                .filter(anchor -> new TrustAnchors(List.of(anchor))
                        .refusal(chain, chain.validFrom())
                        .isEmpty())
                .map(Fingerprint::of)
                .findFirst()
                .orElse("an unknown anchor");
    }
}
