package io.capstan.pki;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a PEM text in one pass, as strictly as those for whom it is meant: cert-manager, trust-manager and Linkerd's
 * controllers by Go's {@code encoding/pem}, proxies by {@code rustls-pki-types}. A certificate that they would pass over
 * does not count here either. What a block other than a certificate holds is never looked at.
 */
final class PemReading {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final Pattern LABEL = Pattern.compile("[A-Z0-9 ]{1,40}");

    private final String text;
    private final List<Certificate> certificates = new ArrayList<>();
    private Optional<String> defect = Optional.empty();
    private int blocks;
    private Optional<Open> open = Optional.empty();
    private boolean endsInText;

    PemReading(String text) {
        this.text = text;
    }

    /** A block whose end has not been reached, and where its {@code body} starts. */
    private record Open(String label, int body) {}

    PemBundle bundle() {
        int next;
        for (int start = 0; start < text.length(); start = next) {
            int newline = text.indexOf('\n', start);
            next = newline < 0 ? text.length() : newline + 1;
            line(start, next);
        }
        open.ifPresent(unfinished -> note("has no end"));
        if (blocks == 0) {
            return PemBundle.empty(text.isBlank() ? "is empty" : "holds no PEM certificate");
        }
        if (endsInText && defect.isEmpty()) {
            defect = Optional.of(
                    "goes on after its last PEM block, where identity (linkerd2, pkg/tls) reads no further");
        }
        return new PemBundle(certificates, defect);
    }

    private void line(int start, int next) {
        String line = text.substring(start, next).stripTrailing();
        if (line.startsWith(BEGIN)) {
            begin(line.substring(BEGIN.length()), next);
        } else if (line.startsWith(END) && open.isPresent()) {
            end(line.substring(END.length()), open.get(), start);
        } else if (line.contains(BEGIN)) {
            blocks++;
            note("does not begin at the start of a line");
        } else {
            endsInText |= open.isEmpty() && !line.isBlank();
        }
    }

    private void begin(String label, int body) {
        open.ifPresent(unfinished -> note("has no end"));
        open = Optional.empty();
        blocks++;
        endsInText = false;
        Optional<String> type = Optional.of(label)
                .filter(named -> named.endsWith(DASHES))
                .map(named -> named.substring(0, named.length() - DASHES.length()))
                .filter(named -> LABEL.matcher(named).matches());
        if (type.isEmpty()) {
            note("does not begin with a line of its own, such as -----BEGIN CERTIFICATE-----");
        } else if (!type.get().equals(CERTIFICATE)) {
            note("is a " + type.get() + ", not a certificate");
        }
        open = type.map(named -> new Open(named, body));
    }

    private void end(String label, Open block, int end) {
        open = Optional.empty();
        if (!label.equals(block.label() + DASHES)) {
            note("does not end as it begins");
        } else if (block.label().equals(CERTIFICATE)) {
            certificate(text.substring(block.body(), end));
        }
    }

    private void certificate(String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
            Certificate certificate = Certificate.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
            // the JDK reads BER as well, and passes over what follows; Go and webpki do neither
            if (!Arrays.equals(der, certificate.der())) {
                note("is not the DER of one certificate and nothing else");
            } else if (certificate.x509().getSerialNumber().signum() < 0) {
                note("has a negative serial number, which Go (crypto/x509) refuses");
            } else {
                certificates.add(certificate);
            }
        } catch (IllegalArgumentException e) {
            note("is not base64");
        } catch (CertificateException e) {
            note("is not a readable certificate");
        }
    }

    /** Only the first thing that is wrong is told: to mend it shows the next. */
    private void note(String wrong) {
        if (defect.isEmpty()) {
            defect = Optional.of("PEM block " + blocks + " " + wrong);
        }
    }
}
