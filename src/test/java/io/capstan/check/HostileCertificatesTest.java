package io.capstan.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.hostile.Forge;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.pki.PemBundle;
import io.capstan.report.CertificateLines;
import io.capstan.report.CheckText;
import io.capstan.report.Marks;
import io.capstan.rotation.Policy;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Certificates that Linkerd does not take, takes by accident, or takes although nobody would have thought so. */
class HostileCertificatesTest {
    private static final Instant FAR = Instant.parse("9999-12-31T23:59:59Z");
    private static final Instant LONG_AGO = Instant.parse("1950-01-01T00:00:00Z");
    private static final String OLD_PEM = PemBundle.write(AnchorSet.of(Pki.OLD.certificate()));

    private static Snapshots anchor(Certificate certificate) {
        return Snapshots.steady()
                .anchor(anchor -> anchor.holds(certificate))
                .bundle(bundle -> bundle.holds(certificate));
    }

    private static Snapshots issuer(Certificate certificate, Certificate ca) {
        return Snapshots.steady().issuer(issuer -> issuer.holds(certificate, ca));
    }

    @TestFactory
    Stream<DynamicTest> keysOfAnAnchor() {
        return RuleTable.of("anchor-algorithm")
                .warning("Ed25519", anchor(Forge.ed25519().selfSigned()), "its key is Ed25519, expected ECDSA P-256")
                .warning("P-384", anchor(Forge.p384().selfSigned()), "its key is ECDSA P-384, expected ECDSA P-256")
                .ok("RSA 2048 is supported", anchor(Pki.anchorRsa(2048).certificate()))
                .warning("RSA 1024", anchor(Pki.anchorRsa(1024).certificate()), "its key is RSA 1024")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> keysOfAnIssuer() {
        Forge ca = Forge.p256();
        return RuleTable.of("issuer-algorithm")
                .critical(
                        "RSA",
                        issuer(Forge.rsa().signedBy(ca), ca.selfSigned()),
                        "its key is RSA",
                        "identity refuses it")
                .critical("Ed25519", issuer(Forge.ed25519().signedBy(ca), ca.selfSigned()), "its key is Ed25519")
                .critical("P-384", issuer(Forge.p384().signedBy(ca), ca.selfSigned()), "its key is ECDSA P-384")
                .ok("P-256", issuer(Forge.p256().signedBy(ca), ca.selfSigned()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> lives() {
        return RuleTable.of("anchor-validity")
                .critical(
                        "is over",
                        anchor(Forge.p256().valid(LONG_AGO, Pki.SET_UP).selfSigned()),
                        "identity no longer")
                .critical(
                        "is to come",
                        anchor(Forge.p256().valid(FAR.minusSeconds(9), FAR).selfSigned()),
                        "9999-12-31")
                .critical(
                        "ends before it begins",
                        anchor(Forge.p256().valid(FAR, LONG_AGO).selfSigned()),
                        "1950-01-01")
                .ok(
                        "from 1950 to 9999",
                        anchor(Forge.p256().valid(LONG_AGO, FAR).selfSigned()))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> basicConstraints() {
        Certificate leaf = Forge.p256()
                .extension(Extension.basicConstraints, new BasicConstraints(false))
                .selfSigned();
        Certificate shortest = Forge.p256()
                .extension(Extension.basicConstraints, new BasicConstraints(0))
                .selfSigned();
        return RuleTable.of("anchor-is-ca")
                .critical("CA:FALSE", anchor(leaf), "is not a CA, expected basic constraints with CA:TRUE")
                .ok("webpki looks at no path length of an anchor, nor does Go of an issuer's", anchor(shortest))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> whatElseStandsInTheBundle() {
        String key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
        return RuleTable.of("bundle-has-anchor")
                .critical(
                        "a private key",
                        Snapshots.steady().bundle(bundle -> bundle.text(OLD_PEM + key)),
                        "ca-bundle.crt PEM block 2 is a PRIVATE KEY, not a certificate",
                        "is no secret any more")
                .critical(
                        "half a certificate",
                        Snapshots.steady().bundle(bundle -> bundle.text(OLD_PEM + OLD_PEM.substring(0, 99))),
                        "ca-bundle.crt PEM block 2 has no end")
                .critical(
                        "nothing before the byte order mark",
                        Snapshots.steady().bundle(bundle -> bundle.text("\ufeff" + OLD_PEM)),
                        "ca-bundle.crt PEM block 1 does not begin at the start of a line",
                        "holds none")
                .ok("the same twice", Snapshots.steady().bundle(bundle -> bundle.text(OLD_PEM + OLD_PEM)))
                .tests();
    }

    @Test
    void noPrivateKeyOfTheBundleIsEverShown() {
        Snapshots cluster = Snapshots.steady()
                .bundle(bundle -> bundle.text(
                        OLD_PEM + "-----BEGIN PRIVATE KEY-----\nU0VOVElORUw=\n-----END PRIVATE KEY-----\n"));
        assertThat(shown(cluster)).doesNotContain("U0VOVElORUw=", "SENTINEL");
    }

    @Test
    void oneNameWithAnotherKeyIsAStranger() {
        Certificate impostor = Forge.p256().selfSigned();
        String text = shown(Snapshots.steady().bundle(bundle -> bundle.holds(Pki.OLD.certificate(), impostor)));
        assertThat(text).contains("holds " + impostor.fingerprint().abbreviated() + ", which no source of the Bundle");
    }

    @TestFactory
    Stream<DynamicTest> nameConstraintsOfAnAnchor() {
        String leaf = "default.default.serviceaccount.identity.linkerd.cluster.local";
        return RuleTable.of("anchor-is-ca")
                .ok(
                        "permit the trust domain",
                        anchor(Forge.p256().permitting("cluster.local").selfSigned()))
                .ok(
                        "say nothing of DNS names",
                        anchor(bound(new NameConstraints(subtree(GeneralName.rfc822Name, "example.org"), null))))
                .critical(
                        "permit another domain alone",
                        anchor(Forge.p256().permitting("example.org").selfSigned()),
                        "do not permit " + leaf,
                        "remove spec.nameConstraints from Certificate cert-manager/linkerd-trust-anchor")
                .critical(
                        "exclude Linkerd",
                        anchor(bound(new NameConstraints(null, subtree(GeneralName.dNSName, "linkerd.cluster.local")))),
                        "do not permit " + leaf)
                .critical("cannot be read", anchor(bound(new DERBMPString("none"))), "do not permit " + leaf)
                .tests();
    }

    private static Certificate bound(ASN1Encodable constraints) {
        return Forge.p256().extension(Extension.nameConstraints, constraints).selfSigned();
    }

    private static GeneralSubtree[] subtree(int kind, String name) {
        return new GeneralSubtree[] {new GeneralSubtree(new GeneralName(kind, name))};
    }

    @Test
    void anAnchorWithNameConstraintsIsAnotherThanTheSameKeyWithout() {
        Forge forge = Forge.p256();
        Certificate free = forge.selfSigned();
        Certificate bound = forge.permitting("cluster.local").selfSigned();
        assertThat(bound.isSameAnchorAs(free)).isFalse();
        assertThat(bound.isSameAnchorAs(bound)).isTrue();
    }

    @Test
    void namesAreShownInWhateverAlphabetTheyAreWritten() {
        Certificate wide = Forge.p256()
                .subject(new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, new DERBMPString("корень"))
                        .addRDN(BCStyle.O, "根")
                        .build())
                .selfSigned();
        assertThat(wide.subject()).isEqualTo("CN=корень, O=根");
        assertThat(shown(anchor(wide))).contains("CN=корень, O=根");
    }

    @Test
    void aHugeSerialNumberIsReadAndANegativeOneIsNot() {
        Certificate huge = Forge.p256().serial(BigInteger.ONE.shiftLeft(2_000)).selfSigned();
        Certificate negative = Forge.p256().serial(BigInteger.TEN.negate()).selfSigned();
        assertThat(read(huge).defect()).isEmpty();
        assertThat(read(negative).defect())
                .contains("PEM block 1 has a negative serial number, which Go (crypto/x509) refuses");
    }

    @Test
    void anExtensionOfNonsenseIsAsIfItWereNotThere() {
        Certificate odd = Forge.p256()
                .subject(new X500Name("CN=odd"))
                .extension(Extension.subjectKeyIdentifier, new DEROctetString(new byte[0]))
                .extension(Extension.authorityKeyIdentifier, new DEROctetString(new byte[] {1, 2, 3}))
                .selfSigned();
        assertThat(odd.authorityKeyId()).isEmpty();
        assertThat(shown(anchor(odd))).contains("CN=odd");
    }

    private static PemBundle read(Certificate certificate) {
        return PemBundle.parse(PemBundle.write(AnchorSet.of(certificate)));
    }

    private static String shown(Snapshots cluster) {
        Checkup checkup = Checkup.of(cluster.build(), Policy.DEFAULT, Optional.empty());
        return CheckText.of(checkup, Marks.PLAIN) + CertificateLines.of(checkup.certificates());
    }
}
