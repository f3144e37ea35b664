package io.capstan.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutEstimateTest {
    private final RolloutEstimate estimate = new RolloutEstimate(Duration.ofSeconds(30), 2);

    @Test
    void aRolloutGoesInRoundsOfAsManyPodsAsMayBeReplacedAtOnce() {
        assertThat(estimate.of(5, 2, Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(120));
        assertThat(estimate.of(4, 2, Duration.ZERO)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void nothingToRollOutTakesOneRoundAtMost() {
        assertThat(estimate.of(0, 0, Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aBatchTakesAsLongAsItsLongest() {
        List<Duration> rollouts = List.of(Duration.ofSeconds(10), Duration.ofSeconds(40), Duration.ofSeconds(5));
        assertThat(estimate.batches(rollouts)).containsExactly(Duration.ofSeconds(40), Duration.ofSeconds(5));
        assertThat(estimate.batches(List.of())).isEmpty();
    }
}
