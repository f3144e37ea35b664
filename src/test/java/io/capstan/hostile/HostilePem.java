package io.capstan.hostile;

import io.capstan.fixture.Pki;
import io.capstan.pki.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;

/** PEM texts by their grammar, with whatever may be wrong in each of its places. */
public final class HostilePem {
    private static final List<Certificate> CERTIFICATES =
            List.of(Pki.OLD.certificate(), Pki.NEW.certificate(), Pki.ISSUER_OLD.certificate());

    private final Dice dice;

    public HostilePem(Dice dice) {
        this.dice = dice;
    }

    public String text() {
        StringBuilder text = new StringBuilder(dice.oneIn(8) ? "\ufeff" : "");
        for (int parts = dice.below(5); parts > 0; parts--) {
            text.append(dice.oneIn(5) ? dice.text() : block()).append(end());
        }
        return dice.oneIn(3) ? dice.damaged(text.toString()) : text.toString();
    }

    private String block() {
        String label = dice.oneIn(4) ? label() : "CERTIFICATE";
        String closing = dice.oneIn(8) ? label() : label;
        return indentation() + "-----BEGIN " + label + "-----" + end() + body() + end() + indentation() + "-----END "
                + closing + "-----";
    }

    private String label() {
        return dice.of(
                "TRUSTED CERTIFICATE",
                "X509 CERTIFICATE",
                "PRIVATE KEY",
                "EC PRIVATE KEY",
                "certificate",
                "",
                dice.text());
    }

    private String body() {
        byte[] der = der(dice.of(CERTIFICATES));
        byte[] content = dice.oneIn(2) ? der : dice.damaged(der);
        Base64.Encoder lines = dice.oneIn(3) ? Base64.getEncoder() : Base64.getMimeEncoder(64, new byte[] {'\n'});
        String base64 = lines.encodeToString(content);
        return dice.oneIn(8) ? dice.damaged(base64) : base64;
    }

    private String end() {
        return dice.oneIn(6) ? dice.of("", "\r\n", "\r", " \t\n", "\n\n", "\0") : "\n";
    }

    private String indentation() {
        return dice.oneIn(10) ? dice.of(" ", "\t", "- ") : "";
    }

    private static byte[] der(Certificate certificate) {
        try {
            return certificate.x509().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
