package io.capstan.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import java.security.cert.CertificateEncodingException;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.junit.jupiter.api.Test;

class CertificateTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();

    @Test
    void oneNameWithAnotherKeyHasNotSigned() {
        Certificate issuer = Pki.ISSUER_OLD.certificate();
        assertThat(issuer.issuer()).isEqualTo(NEW.subject());
        assertThat(issuer.isSignedBy(OLD)).isTrue();
        assertThat(issuer.isSignedBy(NEW)).isFalse();
        assertThat(OLD.isSelfSigned()).isTrue();
        assertThat(issuer.isSelfSigned()).isFalse();
    }

    @Test
    void anAnchorIssuedAgainWithItsKeyIsTheSameAnchorAndAnotherCertificate() {
        Certificate reissued = Pki.OLD_REISSUED.certificate();
        assertThat(reissued.isSameAnchorAs(OLD)).isTrue();
        assertThat(reissued).isNotEqualTo(OLD);
        assertThat(NEW.isSameAnchorAs(OLD)).isFalse();
        assertThat(Pki.ISSUER_OLD.certificate().isSignedBy(reissued)).isTrue();
    }

    @Test
    void isValidFromItsFirstToItsLastSecond() {
        assertThat(OLD.isValidAt(OLD.notBefore())).isTrue();
        assertThat(OLD.isValidAt(OLD.notAfter())).isTrue();
        assertThat(OLD.isValidAt(OLD.notBefore().minusSeconds(1))).isFalse();
        assertThat(OLD.isValidAt(OLD.notAfter().plusSeconds(1))).isFalse();
    }

    @Test
    void isInspectedInTwoLines() {
        Certificate issuer = Pki.ISSUER_OLD.certificate();
        String authority = OLD.subjectKeyId().orElseThrow().substring(0, 16);
        String subject = issuer.subjectKeyId().orElseThrow().substring(0, 16);
        assertThat(Inspection.lines(issuer))
                .containsExactly(
                        "Issuer: " + authority + "... CN=root.linkerd.cluster.local",
                        "Subject: " + subject + "... CN=identity.linkerd.cluster.local");
        assertThat(Inspection.lines(OLD))
                .first()
                .isEqualTo("Issuer: ................... CN=root.linkerd.cluster.local");
    }

    @Test
    void namesItsKeyAndTheKeyThatSignedIt() {
        X509CertificateHolder issuer = holder(Pki.ISSUER_OLD.certificate());

        assertThat(Pki.ISSUER_OLD.certificate().subjectKeyId())
                .contains(hex(SubjectKeyIdentifier.fromExtensions(issuer.getExtensions())
                        .getKeyIdentifier()));
        assertThat(Pki.ISSUER_OLD.certificate().authorityKeyId())
                .contains(hex(AuthorityKeyIdentifier.fromExtensions(issuer.getExtensions())
                        .getKeyIdentifierOctets()))
                .isEqualTo(OLD.subjectKeyId());
        assertThat(OLD.authorityKeyId()).isEmpty();
    }

    private static X509CertificateHolder holder(Certificate certificate) {
        try {
            return new JcaX509CertificateHolder(certificate.x509());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
