package io.capstan.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import org.junit.jupiter.api.Test;

class AnchorSetTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Certificate REISSUED = Pki.OLD_REISSUED.certificate();

    @Test
    void isEqualWhateverTheOrder() {
        assertThat(AnchorSet.of(OLD, NEW))
                .isEqualTo(AnchorSet.of(NEW, OLD, NEW))
                .hasSameHashCodeAs(AnchorSet.of(NEW, OLD));
        assertThat(AnchorSet.of(OLD)).isNotEqualTo(AnchorSet.of(REISSUED));
    }

    @Test
    void trustsByKeyAndContainsByBytes() {
        assertThat(AnchorSet.of(OLD).trusts(REISSUED)).isTrue();
        assertThat(AnchorSet.of(OLD).containsAll(AnchorSet.of(REISSUED))).isFalse();
        assertThat(AnchorSet.of(OLD).trusts(NEW)).isFalse();
        assertThat(AnchorSet.of(OLD).trustsAll(AnchorSet.of(OLD, NEW))).isFalse();
    }

    @Test
    void addsAndTakesAway() {
        assertThat(AnchorSet.of(OLD).plus(NEW).minus(AnchorSet.of(OLD))).isEqualTo(AnchorSet.of(NEW));
        assertThat(AnchorSet.of(OLD, NEW).without(REISSUED)).isEqualTo(AnchorSet.of(NEW));
        assertThat(AnchorSet.empty().isEmpty()).isTrue();
    }

    @Test
    void findsWhoSigned() {
        Certificate issuer = Pki.ISSUER_NEW.certificate();
        assertThat(AnchorSet.of(OLD, NEW).signerOf(issuer)).contains(NEW);
        assertThat(AnchorSet.of(OLD).signerOf(issuer)).isEmpty();
    }
}
