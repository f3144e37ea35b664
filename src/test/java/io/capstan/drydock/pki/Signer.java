package io.capstan.drydock.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority: the certificate and the key that it signs with. */
public record Signer(X509Certificate certificate, PrivateKey key) {

    /** Signs what {@code wanted} asks for; the authority key identifier names this signer. */
    public X509Certificate sign(Wanted wanted) {
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return build(wanted, issuer, key, certificate);
    }

    /** A certificate that is its own signer, and so names no authority key, as cert-manager makes it. */
    public static X509Certificate selfSigned(Wanted wanted, PrivateKey key) {
        return build(wanted, wanted.subject(), key, null);
    }

    static String algorithmFor(PrivateKey key) {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    private static X509Certificate build(
            Wanted wanted, X500Name issuer, PrivateKey key, @Nullable X509Certificate authority) {
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    wanted.serial(),
                    Date.from(wanted.notBefore()),
                    Date.from(wanted.notAfter()),
                    wanted.subject(),
                    wanted.publicKey());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(wanted.isCa()));
            builder.addExtension(Extension.keyUsage, true, usage(wanted));
            if (wanted.isCa()) {
                PublicKey own = wanted.publicKey();
                builder.addExtension(
                        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(own));
            } else {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }));
            }
            if (authority != null) {
                builder.addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(authority.getPublicKey()));
            }
            if (!wanted.dnsName().isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        wanted.subject().getRDNs().length == 0,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, wanted.dnsName())));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithmFor(key))
                            .setProvider(BouncyCastle.PROVIDER)
                            .build(key)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot sign a certificate for " + wanted.subject(), e);
        }
    }

    private static KeyUsage usage(Wanted wanted) {
        int bits = KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
        return new KeyUsage(wanted.isCa() ? bits | KeyUsage.keyCertSign : bits);
    }
}
