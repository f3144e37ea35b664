package io.capstan.drydock.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The text form of certificates and keys, as it stands in Secrets, ConfigMaps and environment variables. */
public final class Pem {
    private Pem() {}

    /** One certificate, ending with a line feed. */
    public static String of(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
    }

    public static String of(List<X509Certificate> certificates) {
        return certificates.stream().map(Pem::of).collect(Collectors.joining());
    }

    /** In PKCS#8, the only form in which the JDK writes an elliptic curve key together with its curve. */
    public static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    public static String block(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    /**
     * All certificates of a text, in its order.
     *
     * @throws IllegalArgumentException if the text holds none or one that cannot be read
     */
    public static List<X509Certificate> certificates(String pem) {
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no PEM data was found");
            }
            return found;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a list of PEM certificates: " + e.getMessage(), e);
        }
    }

    /**
     * A private key in PKCS#8 or in its traditional form.
     *
     * @throws IllegalArgumentException if the text holds no private key
     */
    public static PrivateKey privateKey(String pem) {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object parsed = parser.readObject();
            if (parsed instanceof PEMKeyPair pair) {
                return converter.getKeyPair(pair).getPrivate();
            }
            if (parsed instanceof PrivateKeyInfo info) {
                return converter.getPrivateKey(info);
            }
            throw new IllegalArgumentException("no private key was found");
        } catch (IOException e) {
            throw new IllegalArgumentException("not a PEM private key: " + e.getMessage(), e);
        }
    }

    /** Whether the certificate is the public half of the key; found by arithmetic, for it is asked at every turn. */
    public static boolean isPair(X509Certificate certificate, PrivateKey key) {
        if (certificate.getPublicKey() instanceof ECPublicKey half && key instanceof ECPrivateKey whole) {
            int size = half.getParams().getCurve().getField().getFieldSize();
            ECPoint point = CustomNamedCurves.getByName("P-" + size)
                    .getG()
                    .multiply(whole.getS())
                    .normalize();
            return point.getAffineXCoord().toBigInteger().equals(half.getW().getAffineX())
                    && point.getAffineYCoord().toBigInteger().equals(half.getW().getAffineY());
        }
        return certificate.getPublicKey() instanceof RSAPublicKey half
                && key instanceof RSAPrivateKey whole
                && half.getModulus().equals(whole.getModulus());
    }
}
