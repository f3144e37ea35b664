package io.capstan.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.trust.RestartMark.Cause;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestartMarkTest {
    private static final String ANCHOR = "41e55f6eab80";

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrote(Cause cause) {
        RestartMark mark = new RestartMark(ANCHOR, cause, 2);
        assertThat(RestartMark.parse(mark.toString())).contains(mark);
    }

    @ParameterizedTest
    @EnumSource
    void saysHowThePodsShouldBe(Cause cause) {
        assertThat(cause.wanted()).matches("(they|their leaves) should .+");
    }

    @Test
    void anythingElseIsNoMark() {
        for (String text : new String[] {
            "", ANCHOR, ANCHOR + "/on-a-whim/1", "41E55F6EAB80/load-anchor/1", ANCHOR + "/load-anchor/x"
        }) {
            assertThat(RestartMark.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void countsTheAttemptsForOneAnchorAndOneCause() {
        Optional<RestartMark> first = Optional.of(RestartMark.next(Optional.empty(), ANCHOR, Cause.LOAD_ANCHOR));
        assertThat(first.orElseThrow().attempt()).isEqualTo(1);
        assertThat(RestartMark.next(first, ANCHOR, Cause.LOAD_ANCHOR).attempt()).isEqualTo(2);
        assertThat(RestartMark.next(first, ANCHOR, Cause.RENEW_LEAF).attempt()).isEqualTo(1);
        assertThat(RestartMark.next(first, "000000000000", Cause.LOAD_ANCHOR).attempt())
                .isEqualTo(1);
    }
}
