package io.capstan.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
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
}
