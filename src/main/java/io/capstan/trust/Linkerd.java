package io.capstan.trust;

import io.capstan.pki.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How Linkerd is installed.
 *
 * @param namespace the control plane's
 * @param labelled whether that namespace carries {@code linkerd.io/is-control-plane=true}
 * @param config empty if there is no readable ConfigMap {@code linkerd-config}
 * @param issuanceLifetime the life of a leaf: identity's own argument, else the configured value, else 24h
 * @param clockSkewAllowance added to both ends of a leaf's life; 20s by default
 * @param issuerEvents what identity said about its issuer, newest first; only a hint: Kubernetes aggregates Events and drops
 *     them after an hour
 */
public record Linkerd(
        String namespace,
        boolean labelled,
        Optional<Config> config,
        Duration issuanceLifetime,
        Duration clockSkewAllowance,
        List<IssuerEvent> issuerEvents) {
    public Linkerd {
        issuerEvents = List.copyOf(issuerEvents);
    }

    /**
     * A name that a leaf has: {@code NAME.NAMESPACE.serviceaccount.identity.linkerd.cluster.local} (linkerd2,
     * pkg/identity).
     *
     * @return empty where the trust domain is not known
     */
    private Optional<String> leafName() {
        return config.map(
                values -> "default.default.serviceaccount.identity." + namespace + "." + values.trustDomain());
    }

    /** A name that leaves have and {@code ca} does not permit: then every proxy refuses every leaf under it. */
    public Optional<String> nameForbiddenBy(Certificate ca) {
        return leafName().filter(name -> !ca.permits(name));
    }

    /**
     * The values of ConfigMap {@code linkerd-config}.
     *
     * @param externalCa {@code identity.externalCA}: where it is false, Helm owns the trust roots and reverts them
     * @param scheme {@code identity.issuer.scheme}
     */
    public record Config(boolean externalCa, String scheme, String trustDomain) {}

    /** An Event on Deployment linkerd-identity: {@code IssuerUpdated}, {@code IssuerUpdateSkipped}, {@code IssuerValidationFailed}. */
    public record IssuerEvent(String reason, String message, Instant lastSeen) {}
}
