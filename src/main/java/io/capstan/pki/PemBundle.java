package io.capstan.pki;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificates of a PEM text. Reading never throws: whatever is wrong with the text is its {@code defect}, so that a
 * broken object can be reported beside the healthy ones.
 *
 * @param certificates those that could be read, in the order of the text
 * @param defect what is wrong, in words that can follow the name of the object; empty if all is well
 */
public record PemBundle(List<Certificate> certificates, Optional<String> defect) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([^-]*)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";

    public PemBundle {
        certificates = List.copyOf(certificates);
    }

    public static PemBundle empty(String defect) {
        return new PemBundle(List.of(), Optional.of(defect));
    }

    /** Reads a PEM text. Blocks other than certificates are a defect and are not decoded: one may be a private key. */
    public static PemBundle parse(String pem) {
        List<Certificate> certificates = new ArrayList<>();
        Optional<String> defect = Optional.empty();
        Matcher block = BLOCK.matcher(pem);
        int number = 0;
        while (block.find()) {
            number++;
            if (!block.group(1).equals(CERTIFICATE)) {
                defect = defect.or(stray(block.group(1), number));
                continue;
            }
            try {
                certificates.add(decode(block.group(2)));
            } catch (CertificateException | IllegalArgumentException e) {
                defect = defect.or(unreadable(number));
            }
        }
        if (number == 0) {
            defect = Optional.of(pem.isBlank() ? "is empty" : "holds no PEM certificate");
        }
        return new PemBundle(certificates, defect);
    }

    private static java.util.function.Supplier<Optional<String>> stray(String type, int number) {
        return () -> Optional.of("PEM block " + number + " is a " + type + ", not a certificate");
    }

    private static java.util.function.Supplier<Optional<String>> unreadable(int number) {
        return () -> Optional.of("PEM block " + number + " is not a readable certificate");
    }

    private static Certificate decode(String base64) throws CertificateException {
        byte[] der = Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
        return Certificate.of((X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
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
                    .append(encoder.encodeToString(der(anchor)))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return pem.toString();
    }

    private static byte[] der(Certificate certificate) {
        try {
            return certificate.x509().getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was read has no encoding", e);
        }
    }
}
