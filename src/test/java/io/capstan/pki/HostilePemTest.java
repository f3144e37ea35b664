package io.capstan.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.hostile.Fuzz;
import io.capstan.hostile.HostilePem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever text stands where certificates should: it is read to its end, and what is wrong with it is said in one line. */
class HostilePemTest {
    @Test
    void everyTextIsReadAndEveryCertificateInItCanBeLookedAt() {
        Fuzz.rounds(1_500, dice -> {
            PemBundle bundle = PemBundle.parse(new HostilePem(dice).text());

            bundle.defect()
                    .ifPresent(defect -> assertThat(defect).hasSizeLessThan(200).doesNotContain("\n"));
            assertThat(bundle.certificates().isEmpty() && bundle.defect().isEmpty())
                    .isFalse();
            bundle.certificates().forEach(HostilePemTest::lookAt);
            assertThat(PemBundle.parse(PemBundle.write(bundle.anchors())).anchors())
                    .isEqualTo(bundle.anchors());
        });
    }

    private static void lookAt(Certificate certificate) {
        assertThat(Inspection.lines(certificate)).hasSize(2);
        assertThat(certificate.keyAlgorithm()).isNotEmpty();
        assertThat(certificate.isSelfSigned() && certificate.isSignedBy(Pki.OTHER.certificate()))
                .isFalse();
        assertThat(certificate.isSameAnchorAs(certificate)).isTrue();
        assertThat(certificate.isValidAt(certificate.notAfter()))
                .isEqualTo(!certificate.life().isNegative());
        assertThat(List.of(certificate.isCa(), certificate.toString())).isNotEmpty();
    }
}
