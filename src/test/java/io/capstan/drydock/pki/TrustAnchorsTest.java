package io.capstan.drydock.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustAnchorsTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private final Signer oldRoot = Authorities.root(START, YEAR);
    private final Signer newRoot = Authorities.root(START, YEAR);

    @Test
    void acceptsWhatIsUnderEitherOfTwoAnchorsOfTheSameName() {
        TrustAnchors both = trusting(oldRoot, newRoot);

        assertThat(both.refusal(under(oldRoot), START)).isEmpty();
        assertThat(both.refusal(under(newRoot), START)).isEmpty();
    }

    @Test
    void refusesWhatIsUnderAnAnchorOfTheSameNameThatItDoesNotHold() {
        assertThat(trusting(oldRoot).refusal(under(newRoot), START)).isPresent();
    }

    @Test
    void refusesEverythingWithoutAnyAnchor() {
        assertThat(trusting().refusal(under(oldRoot), START)).isPresent();
    }

    @Test
    void looksAtTheValidityEachTimeThoughTheSignaturesAreKnown() {
        TrustAnchors anchors = trusting(oldRoot);
        Chain chain = under(oldRoot);

        assertThat(anchors.refusal(chain, START)).isEmpty();
        assertThat(anchors.refusal(chain, START.plus(Duration.ofHours(25))))
                .hasValueSatisfying(why -> assertThat(why).contains("expired"));
        assertThat(anchors.refusal(chain, START.minusSeconds(1)))
                .hasValueSatisfying(why -> assertThat(why).contains("not valid before"));
    }

    @Test
    void mindsAnExpiredAnchorOnlyWhereTheVerifierOfGoDoes() {
        Signer shortLived = Authorities.root(START, Duration.ofHours(1));
        TrustAnchors anchors = trusting(shortLived);
        Chain chain = under(shortLived);
        Instant afterTheAnchor = START.plus(Duration.ofHours(2));

        assertThat(anchors.refusal(chain, afterTheAnchor)).isEmpty();
        assertThat(anchors.refusalWithAnchorsThatAreValidThemselves(chain, afterTheAnchor))
                .isPresent();
        assertThat(anchors.refusalWithAnchorsThatAreValidThemselves(chain, START))
                .isEmpty();
    }

    private static TrustAnchors trusting(Signer... roots) {
        return new TrustAnchors(Arrays.stream(roots).map(Signer::certificate).toList());
    }

    /** A leaf of a day and its issuer. */
    private static Chain under(Signer root) {
        Signer issuer = Authorities.issuer(root, START, Duration.ofHours(48));
        return new Chain(List.of(
                issuer.sign(
                        Wanted.leaf("a.b", KeyPairs.ecdsa().getPublic(), 1, START, START.plus(Duration.ofHours(24)))),
                issuer.certificate()));
    }
}
