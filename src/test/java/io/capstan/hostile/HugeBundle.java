package io.capstan.hostile;

import io.capstan.check.Checkup;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.report.CheckText;
import io.capstan.report.Marks;
import io.capstan.rotation.Policy;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Optional;

/** Checks a bundle of 10 MB with 10,000 certificates of one name, in a process of its own. */
final class HugeBundle {
    static final int CERTIFICATES = 10_000;
    private static final int BYTES = 10_000_000;

    private HugeBundle() {}

    public static void main(String[] arguments) {
        String text = text();
        Checkup checkup = Checkup.of(
                Snapshots.steady().bundle(bundle -> bundle.text(text)).build(), Policy.DEFAULT, Optional.empty());
        System.out.println(text.length() + " bytes");
        System.out.println(CheckText.of(checkup, Marks.PLAIN));
    }

    /** The same certificate with another serial number each: nobody verifies the signature of an anchor. */
    private static String text() {
        BigInteger serial = BigInteger.ONE.shiftLeft(62);
        byte[] der = der(Forge.p256().serial(serial).selfSigned());
        int at = indexOf(der, serial.toByteArray());
        String comment = "#".repeat(BYTES / CERTIFICATES - (der.length * 4 / 3 + 64)) + "\n";
        StringBuilder text = new StringBuilder(BYTES);
        for (int number = 0; number < CERTIFICATES; number++) {
            ByteBuffer.wrap(der).putInt(at + Integer.BYTES, number);
            text.append(comment)
                    .append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getEncoder().encodeToString(der))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }

    private static int indexOf(byte[] whole, byte[] part) {
        for (int at = 0; at < whole.length - part.length; at++) {
            if (ByteBuffer.wrap(whole, at, part.length).equals(ByteBuffer.wrap(part))) {
                return at;
            }
        }
        throw new IllegalArgumentException("it is not in there");
    }

    private static byte[] der(Certificate certificate) {
        try {
            return certificate.x509().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
