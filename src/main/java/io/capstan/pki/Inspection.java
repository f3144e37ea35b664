package io.capstan.pki;

import java.util.List;
import java.util.Optional;

/**
 * The two lines that {@code inspect_cert} of the Linkerd documentation ("Automatically Rotating Control Plane TLS
 * Credentials", step 7) prints of a certificate, character for character.
 */
public final class Inspection {
    private static final int KEY_ID_DIGITS = 16;
    private static final String NO_AUTHORITY = ".".repeat(KEY_ID_DIGITS);

    private Inspection() {}

    public static List<String> lines(Certificate certificate) {
        return List.of(
                "Issuer: " + keyId(certificate.authorityKeyId(), NO_AUTHORITY) + "... " + certificate.issuer(),
                "Subject: " + keyId(certificate.subjectKeyId(), "null") + "... " + certificate.subject());
    }

    /** {@code otherwise} is what jq gives where the key identifier is absent. */
    private static String keyId(Optional<String> id, String otherwise) {
        return id.map(hex -> hex.substring(0, Math.min(KEY_ID_DIGITS, hex.length())))
                .orElse(otherwise);
    }
}
