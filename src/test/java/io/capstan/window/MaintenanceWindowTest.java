package io.capstan.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MaintenanceWindowTest {
    private static final String CRON_ALLOWED =
            "; allowed is minute, hour, day of month, month and day of week as in crontab, such as '0 2 * * 6' (";

    @Test
    void readsTheThreeValuesOfCertManager() {
        List<String> mistakes = new ArrayList<>();
        assertThat(read(mistakes, " 0 2  * * SAT ", "1h30m", "Europe/Berlin"))
                .contains(new MaintenanceWindow(
                        CronSchedule.parse("0 2 * * SAT"), Duration.ofMinutes(90), ZoneId.of("Europe/Berlin")));
        assertThat(mistakes).isEmpty();
    }

    @Test
    void everyMistakeIsOneLineThatNamesItsKey() {
        List<String> mistakes = new ArrayList<>();
        assertThat(read(mistakes, "60 2 * * *", "8d", "Mars/Olympus")).isEmpty();
        assertThat(mistakes)
                .containsExactly(
                        "capstan.windows[0].cron is '60 2 * * *'" + CRON_ALLOWED + "Value 60 not in range [0, 59])",
                        "capstan.windows[0].window-duration is '8d'; allowed is a duration longer than 0 and not longer"
                                + " than 7d, such as 90m or 2h",
                        "capstan.windows[0].timezone is 'Mars/Olympus'; allowed is the name of an IANA time zone, such as"
                                + " Europe/Berlin or UTC");
    }

    @Test
    void aValueThatIsMissingIsSaidToBe() {
        List<String> mistakes = new ArrayList<>();
        assertThat(read(mistakes, "", " ", "UTC")).isEmpty();
        assertThat(mistakes)
                .hasSize(2)
                .allMatch(mistake -> mistake.contains(" is not set; allowed is "), "says that it is not set");
    }

    @Test
    void aWindowThatNoDateEverOpensIsRefused() {
        for (String cron : List.of("30 2 31 2 *", "0 2 30 2 *", "0 2 31 4,6,9,11 *")) {
            assertThat(mistakesOf(cron, "1h", "UTC"))
                    .containsExactly("capstan.windows[0].cron is '" + cron + "'" + CRON_ALLOWED
                            + "no date of the calendar ever matches it)");
        }
        assertThat(mistakesOf("0 2 29 2 *", "1h", "UTC")).isEmpty();
        assertThat(mistakesOf("0 2 31 2 1", "1h", "UTC")).isEmpty();
    }

    @Test
    void whatOtherCronsKnowButCertManagersDoesNotIsRefused() {
        for (String cron : List.of(
                "@daily",
                "0 0 2 * * *",
                "0 2 * *",
                "0 2 L * *",
                "0 2 15W * *",
                "0 2 * * 1#2",
                "0 2 * * 1|0 3 * * 2",
                "0 2 -1 * *",
                "*/0 2 * * *",
                "0 2 * * 8",
                "0 2 99999999999999999999 * *",
                "0 2- * * *",
                "0 -5 * * *",
                "0 - * * *")) {
            assertThat(mistakesOf(cron, "1h", "UTC")).as(cron).hasSize(1);
        }
    }

    @Test
    void aDurationIsLongerThanNothingAndAtMostAWeek() {
        for (String duration : List.of("0", "0s", "-1h", "169h", "7d1s", "two hours", "PT2H")) {
            assertThat(mistakesOf("0 2 * * *", duration, "UTC")).as(duration).hasSize(1);
        }
        assertThat(mistakesOf("0 2 * * *", "7d", "UTC")).isEmpty();
        assertThat(mistakesOf("0 2 * * *", "168h0m0s", "UTC")).isEmpty();
        assertThatThrownBy(() ->
                        new MaintenanceWindow(CronSchedule.parse("0 2 * * *"), Duration.ofDays(8), ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTimezoneIsAnIanaNameNotAnOffset() {
        for (String zone : List.of("+01:00", "UTC+1", "CEST", "europe/berlin", "../UTC")) {
            assertThat(mistakesOf("0 2 * * *", "1h", zone)).as(zone).hasSize(1);
        }
    }

    @Property(tries = 500)
    void garbageIsOneLineAndNeverAnEndlessSearch(
            @ForAll
                    @Chars({'0', '1', '2', '3', '9', '*', '/', ',', '-', ' ', 'L', 'M', 'O', 'N', '?', '#', '|', '\n'})
                    @StringLength(max = 24)
                    String cron) {
        assertThat(mistakesOf(cron, "1h", "UTC"))
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(mistake -> mistake.lines().count() == 1);
    }

    @Test
    void aScheduleIsAtMost200CharactersLong() {
        String longest = "10," + "2,".repeat(94) + "3 2 * * *";
        assertThat(longest).hasSize(200);
        assertThat(CronSchedule.parse(longest)).hasToString(longest);
        assertThat(mistakesOf("1" + longest, "1h", "UTC")).hasSize(1);
    }

    @Test
    void aScheduleIsToldInFieldsThatAreASingleSpaceApart() {
        assertThat(CronSchedule.parse(" 0 2\t*  * SAT ")).hasToString("0 2 * * SAT");
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void aLineWithoutEndIsNotEvenLookedAt() {
        assertThat(mistakesOf("1,".repeat(1_000_000) + "1 2 * * *", "1h", "UTC"))
                .hasSize(1);
    }

    private static List<String> mistakesOf(String cron, String duration, String timezone) {
        List<String> mistakes = new ArrayList<>();
        assertThat(read(mistakes, cron, duration, timezone).isPresent()).isEqualTo(mistakes.isEmpty());
        return mistakes;
    }

    private static Optional<MaintenanceWindow> read(
            List<String> mistakes, String cron, String duration, String timezone) {
        return MaintenanceWindow.read("capstan.windows[0]", cron, duration, timezone, mistakes::add);
    }
}
