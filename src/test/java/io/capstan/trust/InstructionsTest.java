package io.capstan.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionsTest {
    private static final String OLD = Pki.OLD.certificate().fingerprint().hex();

    private static Instructions of(Map<String, String> annotations) {
        return Snapshots.steady().anchor(a -> a.annotated(annotations)).build().instructions();
    }

    private static Optional<Suspension> pause(Map<String, String> annotations) {
        return of(annotations).pause();
    }

    @Test
    void withoutAnnotationsNobodyHasSaidAnything() {
        assertThat(of(Map.of()))
                .isEqualTo(new Instructions(Optional.empty(), Optional.empty(), Optional.empty(), List.of()));
    }

    @Test
    void aClusterWithoutTheCertificateSaysNothing() {
        Instructions instructions = Snapshots.steady()
                .anchor(a -> a.noResource().annotated(Map.of("paused", "")))
                .build()
                .instructions();
        assertThat(instructions.pause()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 64})
    void anAnchorIsNamedByTheStartOfItsSha256(int digits) {
        Instructions instructions = of(Map.of("rotate", OLD.substring(0, digits), "approve", OLD.substring(0, digits)));
        assertThat(instructions.asksToRetire(Pki.OLD.certificate())).isTrue();
        assertThat(instructions.asksToRetire(Pki.NEW.certificate())).isFalse();
        assertThat(instructions.approves(OLD)).isTrue();
        assertThat(instructions.approves(Pki.NEW.certificate().fingerprint().hex()))
                .isFalse();
        assertThat(instructions.mistakes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "41e55f6", "41E55F6EAB80", "41:e5:5f:6e", " 41e55f6eab80"})
    void whatNamesNoAnchorIsAMistakeAndCountsAsAbsent(String value) {
        Instructions instructions = of(Map.of("rotate", value));
        assertThat(instructions.rotate()).isEmpty();
        assertThat(instructions.mistakes())
                .containsExactly(
                        "Certificate cert-manager/linkerd-trust-anchor: annotation capstan.io/rotate is '"
                                + value
                                + "'; expected is the sha256 of the anchor to retire, or its first 8 or more hexadecimal digits");
    }

    @Test
    void aPauseTellsWhoSinceWhenAndUntilWhen() {
        assertThat(pause(Map.of(
                        "paused", "the sale",
                        "paused-by", "alex",
                        "paused-since", "2026-03-10T00:00:00Z",
                        "paused-until", "2026-03-12T00:00:00Z")))
                .hasValueSatisfying(pause -> {
                    assertThat(pause.since()).contains(Instant.parse("2026-03-10T00:00:00Z"));
                    assertThat(pause.text()).isEqualTo("by alex until 2026-03-12T00:00:00Z: the sale");
                });
    }

    @Test
    void aPauseNeedsNoMoreThanItsAnnotation() {
        assertThat(pause(Map.of("paused", "")))
                .hasValueSatisfying(pause -> assertThat(pause.text()).isEqualTo("until capstan resume"));
        assertThat(pause(Map.of("paused-by", "alex"))).isEmpty();
    }

    @Test
    void aPauseIsOverFromItsEndOn() {
        Instant end = Instant.parse("2026-03-12T00:00:00Z");
        Instructions instructions = of(Map.of("paused", "", "paused-until", end.toString()));
        assertThat(instructions.pauseAt(end.minusMillis(1))).isPresent();
        assertThat(instructions.pauseAt(end)).isEmpty();
    }

    @Test
    void aPauseWithAnEndThatCannotBeReadHasNone() {
        Instructions instructions = of(Map.of("paused", "", "paused-until", "tomorrow"));
        assertThat(instructions.pauseAt(Instant.MAX)).isPresent();
        assertThat(instructions.mistakes())
                .containsExactly("Certificate cert-manager/linkerd-trust-anchor: annotation capstan.io/paused-until is"
                        + " 'tomorrow'; expected is a time such as 2026-03-02T04:00:00Z");
    }
}
