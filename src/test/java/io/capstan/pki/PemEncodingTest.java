package io.capstan.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which people and programs have written certificates down. */
class PemEncodingTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final String TEXT = PemBundle.write(AnchorSet.of(OLD));
    private static final String SECOND = PemBundle.write(AnchorSet.of(NEW));

    @Test
    void lineEndsAreThoseOfAnySystemAndTheLastMayBeMissing() {
        assertWell(TEXT.replace("\n", "\r\n"));
        assertWell(TEXT.replace("\n", " \t\n"));
        assertWell(TEXT.strip());
        assertWell("\n\n" + TEXT + "\n\n");
    }

    @Test
    void base64MayBeOneLine() {
        assertWell(block("CERTIFICATE", Base64.getEncoder().encodeToString(OLD.der())));
    }

    @Test
    void textMayStandBeforeACertificateButNotAfterTheLast() {
        assertWell("subject=/CN=root.linkerd.cluster.local\n" + TEXT);
        assertThat(PemBundle.parse(TEXT + "# made by hand\n" + SECOND).certificates())
                .containsExactly(OLD, NEW);
        assertDefect(TEXT + "# made by hand\n", "goes on after its last PEM block, where identity", OLD);
    }

    @Test
    void aByteOrderMarkHidesTheFirstCertificateFromLinkerdAndSoHere() {
        assertDefect("\ufeff" + TEXT + SECOND, "PEM block 1 does not begin at the start of a line", NEW);
    }

    @Test
    void aBlockWithoutLineEndsIsNone() {
        String oneLine = TEXT.replace("\n", "");
        assertDefect(oneLine, "PEM block 1 does not begin with a line of its own");
        assertDefect(TEXT.replace("\n", "\\n"), "PEM block 1 does not begin with a line of its own");
    }

    @Test
    void aBeginningWithoutItsLastDashesIsNone() {
        assertDefect(
                TEXT.replace("BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE====="),
                "PEM block 1 does not begin with a line of its own");
    }

    @Test
    void aTruncatedBlockIsADefectBesideTheWholeOnes() {
        assertDefect(TEXT + SECOND.substring(0, 200), "PEM block 2 has no end", OLD);
        assertDefect(TEXT.substring(0, 200) + "\n" + SECOND, "PEM block 1 has no end", NEW);
        assertDefect(TEXT.replace("END CERTIFICATE", "END CERT"), "PEM block 1 does not end as it begins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUSTED CERTIFICATE", "X509 CERTIFICATE", "PKCS7", "CERTIFICATE REQUEST"})
    void anotherLabelIsNoCertificateToLinkerd(String label) {
        assertDefect(TEXT.replace("CERTIFICATE", label), "PEM block 1 is a " + label + ", not a certificate");
    }

    @Test
    void aKeyWithHeadersIsNamedAndStaysUnread() {
        String key = block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nc2VjcmV0");
        assertDefect(TEXT + key, "PEM block 2 is a RSA PRIVATE KEY, not a certificate", OLD);
        assertThat(PemBundle.parse(TEXT + key).toString()).doesNotContain("c2VjcmV0");
    }

    @Test
    void charactersThatAreNoBase64AreNotPassedOver() {
        assertDefect(TEXT.replace("MII", "M*I*I"), "PEM block 1 is not base64");
        assertDefect(TEXT.replace("MII", "MII\0"), "PEM block 1 is not base64");
        assertDefect(block("CERTIFICATE", ""), "PEM block 1 is not a readable certificate");
    }

    @Test
    void whatFollowsTheCertificateInItsBlockIsADefect() {
        byte[] followed = Arrays.copyOf(OLD.der(), OLD.der().length + 3);
        assertDefect(block("CERTIFICATE", base64(followed)), "PEM block 1 is not the DER of one certificate");
        assertDefect(
                block("CERTIFICATE", base64(TEXT.getBytes(StandardCharsets.US_ASCII))),
                "PEM block 1 is not the DER of one certificate");
    }

    @Test
    void berOfIndefiniteLengthIsNotDer() {
        byte[] der = OLD.der();
        // 30 82 hi lo … becomes 30 80 … 00 00
        byte[] ber = new byte[der.length];
        ber[0] = 0x30;
        ber[1] = (byte) 0x80;
        System.arraycopy(der, 4, ber, 2, der.length - 4);
        assertThat(PemBundle.parse(block("CERTIFICATE", base64(ber))).certificates())
                .isEmpty();
    }

    @Test
    void theSameCertificateTwiceIsOneAnchor() {
        assertThat(PemBundle.parse(TEXT + TEXT).anchors()).isEqualTo(AnchorSet.of(OLD));
    }

    @Test
    void aLabelIsShownOnlyIfItIsOne() {
        String endless = "A".repeat(1_000);
        for (String label : new String[] {endless, "\u001b[2J", "certificate"}) {
            assertThat(PemBundle.parse(TEXT.replace("CERTIFICATE", label))
                            .defect()
                            .orElseThrow())
                    .startsWith("PEM block 1 does not begin with a line of its own")
                    .doesNotContain(label);
        }
    }

    @Test
    void aTextOfWhiteSpaceAfterAnOpeningIsReadInOneGo() {
        String endless = "-----BEGIN CERTIFICATE-----\n" + " \n".repeat(2_000_000);
        assertThat(CompletableFuture.supplyAsync(() -> PemBundle.parse(endless)))
                .succeedsWithin(Duration.ofMinutes(1))
                .extracting(bundle -> bundle.defect().orElseThrow())
                .isEqualTo("PEM block 1 has no end");
    }

    private static String block(String label, String body) {
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static String base64(byte[] bytes) {
        return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    }

    private static void assertWell(String text) {
        PemBundle bundle = PemBundle.parse(text);
        assertThat(bundle.defect()).isEmpty();
        assertThat(bundle.certificates()).containsExactly(OLD);
    }

    private static void assertDefect(String text, String words, Certificate... rest) {
        PemBundle bundle = PemBundle.parse(text);
        assertThat(bundle.defect().orElse("")).contains(words);
        assertThat(bundle.certificates()).containsExactly(rest);
    }
}
