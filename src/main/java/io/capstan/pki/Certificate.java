package io.capstan.pki;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/** An X.509 certificate as a value: two are equal if their DER is. Never holds a private key. */
public final class Certificate {
    private final X509Certificate x509;
    private final Fingerprint fingerprint;

    /** Whether the authority of that fingerprint signed this: one look at a cluster asks it many times, at a millisecond each. */
    private final Map<Fingerprint, Boolean> signers = new ConcurrentHashMap<>(2);

    private Certificate(X509Certificate x509, Fingerprint fingerprint) {
        this.x509 = x509;
        this.fingerprint = fingerprint;
    }

    /** @throws IllegalArgumentException if the certificate cannot be encoded as DER */
    public static Certificate of(X509Certificate x509) {
        try {
            return new Certificate(x509, Fingerprint.ofDer(x509.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without a DER encoding", e);
        }
    }

    public X509Certificate x509() {
        return x509;
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** The subject's name, as {@code CN=root.linkerd.cluster.local}. */
    public String subject() {
        return DistinguishedName.text(x509.getSubjectX500Principal());
    }

    /** The issuer's name. */
    public String issuer() {
        return DistinguishedName.text(x509.getIssuerX500Principal());
    }

    public Instant notBefore() {
        return x509.getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return x509.getNotAfter().toInstant();
    }

    /** From notBefore to notAfter. */
    public Duration life() {
        return Duration.between(notBefore(), notAfter());
    }

    public boolean isValidAt(Instant instant) {
        return !instant.isBefore(notBefore()) && !instant.isAfter(notAfter());
    }

    public boolean isCa() {
        return x509.getBasicConstraints() >= 0;
    }

    /** The key, in words: {@code ECDSA P-256}, {@code RSA 2048}, {@code Ed25519}. */
    public String keyAlgorithm() {
        PublicKey key = x509.getPublicKey();
        if (key instanceof ECPublicKey ec) {
            return "ECDSA P-" + ec.getParams().getCurve().getField().getFieldSize();
        }
        if (key instanceof RSAPublicKey rsa) {
            return "RSA " + rsa.getModulus().bitLength();
        }
        return key.getAlgorithm().equals("EdDSA") ? "Ed25519" : key.getAlgorithm();
    }

    /** Lower-case hex of the subject key identifier, if the certificate carries one. */
    public Optional<String> subjectKeyId() {
        return extension(Extension.subjectKeyIdentifier)
                .map(value -> HexFormat.of()
                        .formatHex(SubjectKeyIdentifier.getInstance(value).getKeyIdentifier()));
    }

    /** Lower-case hex of the authority key identifier, if the certificate carries one. */
    public Optional<String> authorityKeyId() {
        return extension(Extension.authorityKeyIdentifier)
                .map(value -> AuthorityKeyIdentifier.getInstance(value).getKeyIdentifierOctets())
                .map(HexFormat.of()::formatHex);
    }

    /** Whether {@code ca} issued this certificate: the names match and, above all, the signature verifies. */
    public boolean isSignedBy(Certificate ca) {
        return x509.getIssuerX500Principal().equals(ca.x509.getSubjectX500Principal())
                && signers.computeIfAbsent(ca.fingerprint, any -> isVerifiedBy(ca.x509.getPublicKey()));
    }

    private boolean isVerifiedBy(PublicKey key) {
        try {
            x509.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    public boolean isSelfSigned() {
        return isSignedBy(this);
    }

    /**
     * Whether a verifier that trusts one of the two trusts what the other signed. A trust anchor is its subject, its
     * public key and its name constraints, nothing else: not its validity, not its serial (rustls-webpki,
     * {@code anchor_from_trusted_cert}). So a certificate that was issued again with its old key is no new anchor.
     */
    public boolean isSameAnchorAs(Certificate other) {
        return x509.getSubjectX500Principal().equals(other.x509.getSubjectX500Principal())
                && x509.getPublicKey().equals(other.x509.getPublicKey())
                && extension(Extension.nameConstraints).equals(other.extension(Extension.nameConstraints));
    }

    private Optional<ASN1OctetString> octets(ASN1ObjectIdentifier oid) {
        return Optional.ofNullable(x509.getExtensionValue(oid.getId())).map(ASN1OctetString::getInstance);
    }

    private Optional<Object> extension(ASN1ObjectIdentifier oid) {
        return octets(oid).map(value -> asn1(value.getOctets()));
    }

    private static Object asn1(byte[] der) {
        try {
            return org.bouncycastle.asn1.ASN1Primitive.fromByteArray(der);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("an extension that the JDK accepted is not ASN.1", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Certificate that && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return subject() + " " + fingerprint.abbreviated();
    }
}
