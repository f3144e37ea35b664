package io.capstan.drydock.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GoDurationTest {
    @Test
    void readsWhatThePageWrites() {
        assertThat(GoDuration.parse("8760h0m0s")).isEqualTo(Duration.ofDays(365));
        assertThat(GoDuration.parse("59m50s")).isEqualTo(Duration.ofSeconds(3590));
        assertThat(GoDuration.parse("1.5s")).isEqualTo(Duration.ofMillis(1500));
        assertThat(GoDuration.parse("200ms")).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void refusesWhatGoRefuses() {
        assertThatThrownBy(() -> GoDuration.parse("2 days")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GoDuration.parse("5")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GoDuration.parse("")).isInstanceOf(IllegalArgumentException.class);
    }
}
