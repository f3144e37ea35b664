package io.capstan.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.hostile.Dice;
import io.capstan.hostile.Fuzz;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Schedules and durations that no person writes on purpose. */
class HostileTimesTest {
    private static final List<Instant> MOMENTS = List.of(
            Instant.EPOCH,
            Instant.parse("1883-11-18T12:00:00Z"),
            Instant.parse("2026-03-29T00:30:00Z"),
            Instant.parse("9999-12-31T23:59:59Z"));

    @Test
    void everyScheduleIsReadOrRefusedInOneLineAndOpensInTime() {
        Fuzz.rounds(1_500, dice -> {
            List<String> mistakes = new ArrayList<>();
            String zone =
                    dice.oneIn(4) ? dice.text() : dice.of("UTC", "Europe/Berlin", "America/St_Johns", "Etc/GMT+12");
            MaintenanceWindow.read("capstan.windows[0]", cron(dice), duration(dice), zone, mistakes::add)
                    .ifPresent(window -> lookAhead(window, dice.of(MOMENTS)));

            assertThat(mistakes)
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("capstan.windows[0].")
                            .contains("; allowed is ")
                            .doesNotContain("\n")
                            .hasSizeLessThan(1_000));
        });
    }

    private static void lookAhead(MaintenanceWindow window, Instant moment) {
        MaintenanceWindows windows = new MaintenanceWindows(List.of(window), Set.of(LocalDate.of(2026, 12, 24)));
        assertThat(windows.from(moment).limit(3))
                .allSatisfy(opening -> assertThat(opening.end()).isAfter(moment));
        windows.next(moment).ifPresent(opening -> assertThat(opening.start()).isAfter(moment));
    }

    @Test
    void everyDurationIsReadOrNone() {
        Fuzz.rounds(
                1_500,
                dice -> Durations.parse(duration(dice)).ifPresent(length -> {
                    assertThat(length).isBetween(Duration.ZERO, Duration.ofNanos(Long.MAX_VALUE));
                    assertThat(Durations.text(length)).isNotEmpty();
                    assertThat(Durations.hours(length)).isNotEmpty();
                }));
    }

    private static String cron(Dice dice) {
        if (dice.oneIn(8)) {
            return dice.text();
        }
        StringBuilder cron = new StringBuilder();
        int fields = dice.oneIn(6) ? dice.below(8) : 5;
        for (int field = 0; field < fields; field++) {
            cron.append(field == 0 ? "" : dice.oneIn(10) ? dice.of("\t", "  ", "\n", "") : " ")
                    .append(field(dice));
        }
        return dice.oneIn(6) ? dice.damaged(cron.toString()) : cron.toString();
    }

    private static String field(Dice dice) {
        StringBuilder field = new StringBuilder(element(dice));
        while (dice.oneIn(3)) {
            field.append(',').append(element(dice));
        }
        return field.toString();
    }

    private static String element(Dice dice) {
        String range = dice.oneIn(3) ? "*" : dice.oneIn(2) ? number(dice) : number(dice) + "-" + number(dice);
        return dice.oneIn(3) ? range + "/" + number(dice) : range;
    }

    private static String number(Dice dice) {
        return dice.of(
                "0",
                "1",
                "2",
                "5",
                "6",
                "7",
                "12",
                "23",
                "24",
                "29",
                "30",
                "31",
                "59",
                "60",
                "-1",
                "99999999999",
                "",
                "MON",
                "feb",
                "L",
                "W",
                "5#3",
                "?",
                "*");
    }

    private static String duration(Dice dice) {
        StringBuilder duration = new StringBuilder();
        do {
            duration.append(dice.of(
                            "0", "1", "90", "1.5", "0.", ".5", "9223372036854775807", "-3", "9".repeat(400), "1e9"))
                    .append(dice.of("ns", "us", "\u00b5s", "\u03bcs", "ms", "s", "m", "h", "d", "y", "", " h"));
        } while (dice.oneIn(2));
        return dice.oneIn(8) ? dice.damaged(duration.toString()) : duration.toString();
    }
}
