package io.capstan.pki;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The certificates of a PEM text. Reading never throws: whatever is wrong with the text is its {@code defect}, so that a
 * broken object can be reported beside the healthy ones.
 *
 * @param certificates those that could be read, in the order of the text
 * @param defect what is wrong, in words that can follow the name of the object; empty if all is well
 */
public record PemBundle(List<Certificate> certificates, Optional<String> defect) {
    public PemBundle {
        certificates = List.copyOf(certificates);
    }

    public static PemBundle empty(String defect) {
        return new PemBundle(List.of(), Optional.of(defect));
    }

    /** Reads a PEM text. Blocks other than certificates are a defect and are not decoded: one may be a private key. */
    public static PemBundle parse(String pem) {
        return new PemReading(pem).bundle();
    }

    /** The first certificate: what a server presents, or the anchor itself. */
    public Optional<Certificate> first() {
        return certificates.stream().findFirst();
    }

    public AnchorSet anchors() {
        return AnchorSet.of(certificates);
    }

    /** The PEM text of {@code anchors}, trimmed, in the order of their fingerprints. */
    public static String write(AnchorSet anchors) {
        StringBuilder pem = new StringBuilder();
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        for (Certificate anchor : anchors) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(encoder.encodeToString(anchor.der()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return pem.toString();
    }
}
