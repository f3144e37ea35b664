package io.capstan.drydock.pki;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What somebody shows of itself in a handshake: its own certificate first, then those in between, without the anchor. */
public final class Chain {
    private final List<X509Certificate> certificates;
    private final Instant validFrom;
    private final Instant validTo;

    public Chain(List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least one certificate");
        }
        this.certificates = List.copyOf(certificates);
        this.validFrom = certificates.stream()
                .map(certificate -> certificate.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElseThrow();
        this.validTo = certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    public static Chain of(X509Certificate certificate) {
        return new Chain(List.of(certificate));
    }

    public List<X509Certificate> certificates() {
        return certificates;
    }

    /** The certificate of whoever shows this chain. */
    public X509Certificate first() {
        return certificates.get(0);
    }

    /** From when on every certificate of the chain is valid. */
    public Instant validFrom() {
        return validFrom;
    }

    /** Until when every certificate of the chain is valid. */
    public Instant validTo() {
        return validTo;
    }

    /** Says so if a certificate of this chain is not valid at this time. */
    public Optional<String> outsideOfItsValidity(Instant now) {
        if (now.isBefore(validFrom)) {
            return Optional.of("x509: certificate is not valid before " + validFrom);
        }
        if (now.isAfter(validTo)) {
            return Optional.of("x509: certificate has expired at " + validTo);
        }
        return Optional.empty();
    }
}
