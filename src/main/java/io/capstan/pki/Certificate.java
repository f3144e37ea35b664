package io.capstan.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

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

    byte[] der() {
        try {
            return x509.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has no encoding", e);
        }
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

    /**
     * Whether a certificate for {@code dnsName} may be below this one: its name constraints permit it, or it has none (RFC
     * 5280, 4.2.1.10). Constraints that cannot be read permit nothing. rustls-webpki minds those of a trust anchor too.
     */
    public boolean permits(String dnsName) {
        return value(Extension.nameConstraints) == null
                || extension(Extension.nameConstraints, NameConstraints::getInstance)
                        .filter(constraints -> permits(constraints, new GeneralName(GeneralName.dNSName, dnsName)))
                        .isPresent();
    }

    private static boolean permits(NameConstraints constraints, GeneralName name) {
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        Optional.ofNullable(constraints.getPermittedSubtrees()).ifPresent(validator::intersectPermittedSubtree);
        Stream.ofNullable(constraints.getExcludedSubtrees()).flatMap(Stream::of).forEach(validator::addExcludedSubtree);
        try {
            validator.checkPermitted(name);
            validator.checkExcluded(name);
            return true;
        } catch (NameConstraintValidatorException e) {
            return false;
        }
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

    /** Lower-case hex of the subject key identifier, if the certificate carries one that can be read. */
    public Optional<String> subjectKeyId() {
        return extension(Extension.subjectKeyIdentifier, SubjectKeyIdentifier::getInstance)
                .map(id -> HexFormat.of().formatHex(id.getKeyIdentifier()));
    }

    /** Lower-case hex of the authority key identifier, if the certificate carries one that can be read. */
    public Optional<String> authorityKeyId() {
        return extension(Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance)
                .map(AuthorityKeyIdentifier::getKeyIdentifierOctets)
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
        // what is compared soonest comes first: a bundle may hold thousands of one name, and an extension that is
        // not there costs the JDK an exception
        return equals(other) || hasAnchorOf(other);
    }

    /** Whether what the other signed is signed by this one as well, as far as their names are the same. */
    public boolean hasKeyOf(Certificate other) {
        return x509.getPublicKey().equals(other.x509.getPublicKey());
    }

    private boolean hasAnchorOf(Certificate other) {
        return hasKeyOf(other)
                && x509.getSubjectX500Principal().equals(other.x509.getSubjectX500Principal())
                && Arrays.equals(value(Extension.nameConstraints), other.value(Extension.nameConstraints));
    }

    private byte @Nullable [] value(ASN1ObjectIdentifier oid) {
        return x509.getExtensionValue(oid.getId());
    }

    /** Empty too for nonsense in it: the JDK lets that pass in an extension that is not critical. */
    private <T> Optional<T> extension(ASN1ObjectIdentifier oid, Function<Object, T> type) {
        byte[] value = value(oid);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.<Object>ofNullable(ASN1Primitive.fromByteArray(
                            ASN1OctetString.getInstance(value).getOctets()))
                    .map(type);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
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
