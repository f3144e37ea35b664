package io.capstan.drydock.pki;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/**
 * A set of trust anchors that somebody has loaded, and the judge of what chains to them: the JDK's own PKIX validation.
 * What does not change with time (names, signatures, constraints) is judged once for each chain, the validity each time.
 */
public final class TrustAnchors {
    private final List<X509Certificate> certificates;
    private final Set<TrustAnchor> anchors;
    // weak, so that the chains of a long day are forgotten together with the leaves
    private final Map<Chain, Verdict> verdicts = new WeakHashMap<>();

    private record Verdict(Optional<String> refusal) {}

    public TrustAnchors(List<X509Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
        this.anchors = certificates.stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @throws IllegalArgumentException if the text is not a list of PEM certificates */
    public static TrustAnchors of(String pem) {
        return new TrustAnchors(Pem.certificates(pem));
    }

    public List<X509Certificate> certificates() {
        return certificates;
    }

    /** The SHA-256 of each anchor's DER. */
    public Set<String> fingerprints() {
        return certificates.stream().map(Fingerprint::of).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * As a proxy judges (webpki): the validity of the chain counts, that of the anchor itself does not.
     *
     * @return why the chain is refused, or nothing if it is accepted
     */
    public Optional<String> refusal(Chain chain, Instant now) {
        Optional<String> expired = chain.outsideOfItsValidity(now);
        if (expired.isPresent()) {
            return expired;
        }
        synchronized (verdicts) {
            return verdicts.computeIfAbsent(chain, this::judge).refusal();
        }
    }

    /**
     * As Linkerd's identity controller judges its issuer (Go's crypto/x509): an anchor outside of its own validity
     * counts for nothing.
     *
     * @return why the chain is refused, or nothing if it is accepted
     */
    public Optional<String> refusalWithAnchorsThatAreValidThemselves(Chain chain, Instant now) {
        List<X509Certificate> valid = certificates.stream()
                .filter(anchor -> Chain.of(anchor).outsideOfItsValidity(now).isEmpty())
                .toList();
        if (valid.isEmpty()) {
            return Optional.of("x509: certificate has expired or is not yet valid");
        }
        return valid.size() == certificates.size() ? refusal(chain, now) : new TrustAnchors(valid).refusal(chain, now);
    }

    private Verdict judge(Chain chain) {
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setSigProvider(BouncyCastle.VERIFYING);
            parameters.setDate(Date.from(chain.validFrom()));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(chain.certificates()), parameters);
            return new Verdict(Optional.empty());
        } catch (GeneralSecurityException e) {
            return new Verdict(Optional.of("x509: certificate signed by unknown authority"));
        }
    }
}
