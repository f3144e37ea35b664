package io.capstan.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.hostile.Forge;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class PemBundleTest {
    private static final AnchorSet BOTH = AnchorSet.of(Pki.OLD.certificate(), Pki.NEW.certificate());

    @Test
    void readsSeveralCertificates() {
        PemBundle bundle = PemBundle.parse(PemBundle.write(BOTH));
        assertThat(bundle.anchors()).isEqualTo(BOTH);
        assertThat(bundle.certificates()).hasSize(2);
        assertThat(bundle.defect()).isEmpty();
    }

    @Test
    void garbageIsADefect() {
        assertThat(PemBundle.parse("rubbish").defect()).contains("holds no PEM certificate");
        assertThat(PemBundle.parse(" \n").defect()).contains("is empty");
    }

    @Test
    void anUnreadableBlockIsADefectBesideTheReadableOnes() {
        PemBundle bundle = PemBundle.parse(
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + PemBundle.write(BOTH));
        assertThat(bundle.defect()).contains("PEM block 1 is not a readable certificate");
        assertThat(bundle.anchors()).isEqualTo(BOTH);
    }

    @Test
    void aPrivateKeyIsADefectAndStaysUnread() {
        String body = "c2VjcmV0";
        PemBundle bundle = PemBundle.parse(
                PemBundle.write(BOTH) + "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        assertThat(bundle.defect()).contains("PEM block 3 is a PRIVATE KEY, not a certificate");
        assertThat(bundle.anchors()).isEqualTo(BOTH);
        assertThat(bundle.toString()).doesNotContain(body);
    }

    @Test
    void aNegativeSerialNumberIsADefectAndZeroIsNone() {
        assertThat(numbered(-1).defect())
                .contains("PEM block 1 has a negative serial number, which Go (crypto/x509) refuses");
        assertThat(numbered(0).defect()).isEmpty();
        assertThat(numbered(0).certificates()).hasSize(1);
    }

    private static PemBundle numbered(long serial) {
        Certificate anchor = Forge.p256().serial(BigInteger.valueOf(serial)).selfSigned();
        return PemBundle.parse(PemBundle.write(AnchorSet.of(anchor)));
    }
}
