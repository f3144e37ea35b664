package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RaceTest {
    private static final Duration NEED = Duration.ofMinutes(40);
    private static final Duration SETTLING = Duration.ofMinutes(3);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void isWonWhereWhatIsLeftIsJustEnough() {
        assertThat(race(NEED, NEED).isWon()).isTrue();
        assertThat(race(NEED.minus(SECOND), NEED).isWon()).isFalse();
    }

    @Test
    void isWonAfterARenewalWhereAFreshLifeIsJustEnoughOnceItIsSeen() {
        Duration enough = NEED.plus(SETTLING);
        assertThat(race(Duration.ZERO, enough).isWonAfterRenewal()).isTrue();
        assertThat(race(Duration.ZERO, enough.minus(SECOND)).isWonAfterRenewal())
                .isFalse();
    }

    private static Race race(Duration left, Duration fresh) {
        return new Race(NEED, left, fresh, SETTLING);
    }
}
