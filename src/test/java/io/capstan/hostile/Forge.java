package io.capstan.hostile;

import io.capstan.fixture.Pki;
import io.capstan.pki.Certificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates that nobody's cert-manager makes; begins as an anchor of the documentation, each method changes one fact. */
public final class Forge {
    private static final BigInteger SERIAL = BigInteger.valueOf(4711);

    private final KeyPair key;
    private final String signature;
    private X500Name subject = new X500Name("CN=root.linkerd.cluster.local");
    private BigInteger serial = SERIAL;
    private Instant notBefore = Pki.SET_UP;
    private Instant notAfter = Pki.SET_UP.plus(Pki.ANCHOR_LIFE);
    private final Map<ASN1ObjectIdentifier, ASN1Encodable> extensions = new LinkedHashMap<>();

    private Forge(KeyPair key, String signature) {
        this.key = key;
        this.signature = signature;
        extensions.put(Extension.basicConstraints, new BasicConstraints(true));
    }

    public static Forge p256() {
        return ec("secp256r1", "SHA256withECDSA");
    }

    public static Forge p384() {
        return ec("secp384r1", "SHA384withECDSA");
    }

    public static Forge ed25519() {
        return new Forge(generated("Ed25519"), "Ed25519");
    }

    public static Forge rsa() {
        return new Forge(generated("RSA"), "SHA256withRSA");
    }

    private static Forge ec(String curve, String signature) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return new Forge(generator.generateKeyPair(), signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generated(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Forge subject(X500Name name) {
        subject = name;
        return this;
    }

    public Forge serial(BigInteger number) {
        serial = number;
        return this;
    }

    public Forge valid(Instant from, Instant to) {
        notBefore = from;
        notAfter = to;
        return this;
    }

    /** In the place of one that is there already. */
    public Forge extension(ASN1ObjectIdentifier type, ASN1Encodable value) {
        extensions.put(type, value);
        return this;
    }

    /** Its name constraints permit names below {@code domain} alone, of those for DNS. */
    public Forge permitting(String domain) {
        return extension(
                Extension.nameConstraints,
                new NameConstraints(
                        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))}, null));
    }

    /** Signed with its own key. */
    public Certificate selfSigned() {
        return signedBy(this);
    }

    public Certificate signedBy(Forge issuer) {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer.subject,
                serial,
                Date.from(notBefore),
                Date.from(notAfter),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
        try {
            for (Map.Entry<ASN1ObjectIdentifier, ASN1Encodable> extension : extensions.entrySet()) {
                boolean isCritical = extension.getKey().equals(Extension.basicConstraints);
                builder.addExtension(extension.getKey(), isCritical, extension.getValue());
            }
            return Certificate.of(new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder(issuer.signature).build(issuer.key.getPrivate()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
