package io.capstan.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bouncy Castle says what is right. */
class DerTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255, 256, 65_535, 65_536})
    void readsAndWritesEveryFormOfALength(int length) throws IOException {
        byte[] content = new byte[length];
        byte[] encoded = new DEROctetString(content).getEncoded();

        Der element = Der.of(encoded);

        assertThat(element.tag()).isEqualTo(0x04);
        assertThat(element.content()).isEqualTo(content);
        assertThat(element.encoded()).isEqualTo(encoded);
        assertThat(element.inSequence().encoded()).isEqualTo(new DERSequence(new DEROctetString(content)).getEncoded());
    }

    @Test
    void takesASequenceApart() throws IOException {
        byte[] text = {1, 2, 3};
        DERSequence two = new DERSequence(
                new DERSequence[] {new DERSequence(DERNull.INSTANCE), new DERSequence(new DEROctetString(text))});

        assertThat(Der.of(two.getEncoded()).elements())
                .extracting(element -> element.elements().get(0).tag())
                .containsExactly(0x05, 0x04);
    }

    @Test
    void refusesWhatEndsTooEarlyOrTooLate() {
        assertThatThrownBy(() -> Der.of(new byte[] {0x04, 3, 1})).hasMessageContaining("ends within an element");
        assertThatThrownBy(() -> Der.of(new byte[] {0x04, (byte) 0x84, -1, -1, -1, -1}))
                .hasMessageContaining("ends within an element");
        assertThatThrownBy(() -> Der.of(new byte[] {0x04, (byte) 0x80, 0, 0})).hasMessageContaining("in 0 octets");
        assertThatThrownBy(() -> Der.of(new byte[] {5, 0, 5, 0})).hasMessageContaining("2 elements");
        assertThatThrownBy(() -> Der.of(new byte[0])).hasMessageContaining("0 elements");
    }
}
