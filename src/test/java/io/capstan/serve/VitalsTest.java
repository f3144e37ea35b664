package io.capstan.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.WorldClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VitalsTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private final WorldClock clock = new WorldClock(START);
    private final Vitals vitals = new Vitals(clock);

    @Test
    void isNotReadyBeforeItsConfigurationHasBeenRead() {
        assertThat(vitals.readiness().isWell()).isFalse();
        assertThat(vitals.readiness().details()).containsEntry("role", "starting");
        assertThat(vitals.liveness().isWell()).isTrue();
    }

    @Test
    void aStandbyIsReadyAndAliveHoweverLongItStandsBy() {
        vitals.standsBy(Duration.ofMinutes(5));
        clock.moveBy(Duration.ofDays(400));

        assertThat(vitals.readiness().isWell()).isTrue();
        assertThat(vitals.liveness().isWell()).isTrue();
        assertThat(vitals.liveness().details()).containsEntry("role", "standby");
    }

    @Test
    void aLeaderIsReadyOnceItsFirstPassHasBegun() {
        vitals.standsBy(Duration.ofMinutes(5));
        vitals.leads(true);
        assertThat(vitals.readiness().isWell()).isFalse();

        vitals.begun();
        assertThat(vitals.readiness().isWell()).isTrue();
    }

    @Test
    void aLeaderIsNotAliveWhenPassesFailForAQuarterOfAnHour() {
        leads(Duration.ofMinutes(1));
        vitals.succeeded();
        clock.moveBy(Duration.ofMinutes(15));
        vitals.failed("403");
        assertThat(vitals.liveness().isWell()).isTrue();

        clock.moveBy(Duration.ofSeconds(1));
        assertThat(vitals.liveness().isWell()).isFalse();
        assertThat(vitals.liveness().details())
                .containsEntry("last-success", START.toString())
                .containsEntry("last-failure", "403")
                .containsEntry(
                        "reason",
                        "no pass has succeeded, nor made a turn, since 2026-03-02T08:00:00Z: longer than 15m");

        vitals.succeeded();
        assertThat(vitals.liveness().isWell()).isTrue();
        assertThat(vitals.liveness().details()).doesNotContainKeys("reason", "last-failure");
    }

    @Test
    void rarePassesMayFailForThreeTimesTheirInterval() {
        leads(Duration.ofHours(1));
        clock.moveBy(Duration.ofHours(3));
        assertThat(vitals.liveness().isWell()).isTrue();

        clock.moveBy(Duration.ofSeconds(1));
        assertThat(vitals.liveness().isWell()).isFalse();
    }

    @Test
    void aPassThatMakesTurnsIsAliveHoweverLongItTakes() {
        leads(Duration.ofMinutes(5));
        for (int turn = 0; turn < 100; turn++) {
            clock.moveBy(Duration.ofMinutes(10));
            vitals.turned();
        }
        assertThat(vitals.liveness().isWell()).isTrue();
    }

    @Test
    void passesThatBeginAndFailWithoutATurnAreNotTurns() {
        leads(Duration.ofMinutes(5));
        for (int pass = 0; pass < 4; pass++) {
            vitals.begun();
            vitals.failed("403");
            clock.moveBy(Duration.ofMinutes(5));
        }
        assertThat(vitals.liveness().isWell()).isFalse();
    }

    private void leads(Duration every) {
        vitals.standsBy(every);
        vitals.leads(true);
    }
}
