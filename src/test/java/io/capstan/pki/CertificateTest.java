package io.capstan.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.hostile.Forge;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
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

    /** A certificate remembers who has signed it: read anew, it has to be verified. */
    @Test
    void whoSignedIsVerifiedForEachThatIsRead() {
        String pem = PemBundle.write(AnchorSet.of(Pki.ISSUER_OLD.certificate()));
        Certificate issuer = PemBundle.parse(pem).first().orElseThrow();

        assertThat(AnchorSet.of(NEW, OLD).signerOf(issuer)).contains(OLD);
        assertThat(issuer.isSignedBy(NEW)).isFalse();
    }

    @Test
    void isACaHoweverShortThePathsBelowIt() {
        BasicConstraints shortest = new BasicConstraints(0);
        assertThat(Forge.p256()
                        .extension(Extension.basicConstraints, shortest)
                        .selfSigned()
                        .isCa())
                .isTrue();
        assertThat(Pki.ANCHOR_NOT_CA.certificate().isCa()).isFalse();
    }

    @Test
    void namesItsKeyAsPeopleDo() {
        assertThat(OLD.keyAlgorithm()).isEqualTo("ECDSA P-256");
        assertThat(Pki.ANCHOR_P384.certificate().keyAlgorithm()).isEqualTo("ECDSA P-384");
        assertThat(Pki.anchorRsa(2048).certificate().keyAlgorithm()).isEqualTo("RSA 2048");
        assertThat(Forge.ed25519().selfSigned().keyAlgorithm()).isEqualTo("Ed25519");
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
    void permitsTheNamesThatItsNameConstraintsPermitAndDoNotExclude() {
        String leaf = "default.default.serviceaccount.identity.linkerd.cluster.local";
        assertThat(OLD.permits(leaf)).isTrue();
        assertThat(Forge.p256().permitting("cluster.local").selfSigned().permits(leaf))
                .isTrue();
        assertThat(Forge.p256().permitting("example.org").selfSigned().permits(leaf))
                .isFalse();
        Certificate excluding = constrained(new NameConstraints(null, subtree("linkerd.cluster.local")));
        assertThat(excluding.permits(leaf)).isFalse();
        assertThat(excluding.permits("www.example.org")).isTrue();
        assertThat(constrained(new DERBMPString("none")).permits(leaf)).isFalse();
    }

    private static Certificate constrained(ASN1Encodable constraints) {
        return Forge.p256().extension(Extension.nameConstraints, constraints).selfSigned();
    }

    private static GeneralSubtree[] subtree(String dnsName) {
        return new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, dnsName))};
    }

    @Test
    void isValidFromItsFirstToItsLastSecond() {
        assertThat(OLD.isValidAt(OLD.notBefore())).isTrue();
        assertThat(OLD.isValidAt(OLD.notAfter())).isTrue();
        assertThat(OLD.isValidAt(OLD.notBefore().minusSeconds(1))).isFalse();
        assertThat(OLD.isValidAt(OLD.notAfter().plusSeconds(1))).isFalse();
    }

    /** The JDK lets it pass: a BMPString has two bytes a letter, and this one has three. */
    @Test
    void aNameThatIsNotOfTheTypeThatItSaysIsShownAllTheSame() {
        Certificate well = Forge.p256().subject(new X500Name("CN=odd")).selfSigned();
        String utf8 = "0c03" + "6f6464";
        String bmp = "1e03" + "6f6464";
        String hex = HexFormat.of().formatHex(well.der());
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex.replace(utf8, bmp)));
        Certificate odd = PemBundle.parse("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
                .first()
                .orElseThrow();
        assertThat(odd).isNotEqualTo(well);
        assertThat(odd.subject()).isEqualTo("CN=odd");
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
