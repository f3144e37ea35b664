package io.capstan.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Property
    void readsWhatGoWrites(
            @ForAll @IntRange(max = 20000) int hours,
            @ForAll @IntRange(max = 59) int minutes,
            @ForAll @IntRange(max = 59) int seconds) {
        Duration duration = Duration.ofHours(hours).plusMinutes(minutes).plusSeconds(seconds);
        assertThat(Durations.parse(hours + "h" + minutes + "m" + seconds + "s")).contains(duration);
    }

    @Property
    void readsItsOwnWordsOfWholeUnits(
            @ForAll @IntRange(min = 1, max = 900) int days, @ForAll @IntRange(max = 23) int hours) {
        Duration duration = Duration.ofDays(days).plusHours(hours);
        assertThat(Durations.parse(Durations.text(duration).replace(" ", ""))).contains(duration);
    }

    @Test
    void readsFractionsDaysAndZero() {
        assertThat(Durations.parse("1.5h")).contains(Duration.ofMinutes(90));
        assertThat(Durations.parse("60d")).contains(Duration.ofDays(60));
        assertThat(Durations.parse("0")).contains(Duration.ZERO);
        assertThat(Durations.parse("250ms")).contains(Duration.ofMillis(250));
    }

    @Test
    void refusesWhatIsNoDuration() {
        for (String text : new String[] {"", "h", "1", "-1h", "1h ", "1 h", "1h2", "one hour", "1e3s"}) {
            assertThat(Durations.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void refusesWhatIsTooLongToBeCountedInNanoseconds() {
        assertThat(Durations.parse("106751d")).contains(Duration.ofDays(106_751));
        assertThat(Durations.parse("9223372036854775808ns")).isEmpty();
        assertThat(Durations.parse("106752d")).isEmpty();
    }

    @Test
    void writesWholeHoursOrMinutesAsGoDoes() {
        assertThat(Durations.hours(Duration.ofDays(30))).isEqualTo("720h");
        assertThat(Durations.hours(Duration.ofMinutes(61))).isEqualTo("1h");
        assertThat(Durations.hours(Duration.ofMinutes(45))).isEqualTo("45m");
    }

    @Test
    void saysAtMostTwoUnitsRoundedDown() {
        assertThat(Durations.text(Duration.ofSeconds(93_784))).isEqualTo("1d 2h");
        assertThat(Durations.text(Duration.ofSeconds(270))).isEqualTo("4m 30s");
        assertThat(Durations.text(Duration.ofSeconds(12))).isEqualTo("12s");
        assertThat(Durations.text(Duration.ofHours(2))).isEqualTo("2h");
        assertThat(Durations.text(Duration.ofMinutes(-5))).isEqualTo("-5m");
        assertThat(Durations.text(Duration.ZERO)).isEqualTo("0s");
    }
}
