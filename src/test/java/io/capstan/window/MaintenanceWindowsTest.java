package io.capstan.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaintenanceWindowsTest {
    @Test
    void aWindowHoldsItsStartButNotItsEnd() {
        MaintenanceWindows nightly = windows("0 2 * * *", "2h", "Europe/Berlin");
        assertThat(nightly.at(Instant.parse("2026-03-02T00:59:59Z"))).isEmpty();
        assertThat(nightly.at(Instant.parse("2026-03-02T01:00:00Z")))
                .contains(opening("2026-03-02T01:00:00Z", "2026-03-02T03:00:00Z", "Europe/Berlin"));
        assertThat(nightly.at(Instant.parse("2026-03-02T03:00:00Z"))).isEmpty();
    }

    @Test
    void theNextOpeningIsAfterThePresentOne() {
        assertThat(windows("0 2 * * *", "2h", "UTC").next(Instant.parse("2026-03-02T02:30:00Z")))
                .contains(opening("2026-03-03T02:00:00Z", "2026-03-03T04:00:00Z", "UTC"));
    }

    @Test
    void aStartInTheHourThatSpringSkipsOpensAtTheEndOfTheGap() {
        assertThat(windows("30 2 * * *", "1h", "Europe/Berlin").next(Instant.parse("2026-03-28T12:00:00Z")))
                .contains(opening("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z", "Europe/Berlin"));
    }

    @Test
    void severalStartsInTheSkippedHourAreOneOpening() {
        assertThat(windows("*/15 2 * * *", "20m", "America/New_York").next(Instant.parse("2026-03-08T05:00:00Z")))
                .contains(opening("2026-03-08T07:00:00Z", "2026-03-08T07:20:00Z", "America/New_York"));
    }

    @Test
    void aStartInTheHourThatAutumnDoublesOpensOnceAtTheEarlier() {
        assertThat(windows("30 2 * * *", "20m", "Europe/Berlin")
                        .from(Instant.parse("2026-10-24T12:00:00Z"))
                        .limit(2))
                .containsExactly(
                        opening("2026-10-25T00:30:00Z", "2026-10-25T00:50:00Z", "Europe/Berlin"),
                        opening("2026-10-26T01:30:00Z", "2026-10-26T01:50:00Z", "Europe/Berlin"));
    }

    @Test
    void anOpeningOverAChangeOfClocksIsAsLongAsAnyOther() {
        assertThat(windows("0 1 * * *", "4h", "Europe/Berlin").next(Instant.parse("2026-03-28T12:00:00Z")))
                .contains(opening("2026-03-29T00:00:00Z", "2026-03-29T04:00:00Z", "Europe/Berlin"));
        assertThat(windows("0 1 * * *", "4h", "Europe/Berlin").next(Instant.parse("2026-10-24T12:00:00Z")))
                .contains(opening("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z", "Europe/Berlin"));
    }

    @Test
    void aStartOnTheDayThatSamoaSkippedOpensWhenTheNextDayBegan() {
        assertThat(windows("0 12 30 12 *", "1h", "Pacific/Apia").next(Instant.parse("2011-12-01T00:00:00Z")))
                .contains(opening("2011-12-30T10:00:00Z", "2011-12-30T11:00:00Z", "Pacific/Apia"));
    }

    @Test
    void aWindowThatStartsBeforeMidnightIsOpenAfterIt() {
        assertThat(windows("0 23 * * 6", "3h", "UTC").at(Instant.parse("2026-03-01T01:30:00Z")))
                .contains(opening("2026-02-28T23:00:00Z", "2026-03-01T02:00:00Z", "UTC"));
    }

    @Test
    void theThirtyFirstComesInMonthsThatHaveOne() {
        assertThat(windows("0 2 31 * *", "1h", "UTC")
                        .from(Instant.parse("2026-01-01T00:00:00Z"))
                        .limit(4)
                        .map(opening -> LocalDate.ofInstant(opening.start(), ZoneId.of("UTC"))))
                .containsExactly(
                        LocalDate.of(2026, 1, 31),
                        LocalDate.of(2026, 3, 31),
                        LocalDate.of(2026, 5, 31),
                        LocalDate.of(2026, 7, 31));
    }

    @Test
    void theTwentyNinthOfFebruaryComesInLeapYears() {
        MaintenanceWindows leapDay = windows("0 2 29 2 *", "1h", "UTC");
        assertThat(leapDay.next(Instant.parse("2028-01-01T00:00:00Z")))
                .contains(opening("2028-02-29T02:00:00Z", "2028-02-29T03:00:00Z", "UTC"));
        assertThat(leapDay.next(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void ofTwoRestrictedDaysEitherOpens() {
        assertThat(windows("0 2 13 * FRI", "1h", "UTC")
                        .from(Instant.parse("2026-01-03T00:00:00Z"))
                        .limit(3)
                        .map(Opening::start))
                .containsExactly(
                        Instant.parse("2026-01-09T02:00:00Z"),
                        Instant.parse("2026-01-13T02:00:00Z"),
                        Instant.parse("2026-01-16T02:00:00Z"));
    }

    @Test
    void windowsThatOverlapOrTouchAreOneOpeningToldInTheTimezoneOfTheFirst() {
        MaintenanceWindows windows = new MaintenanceWindows(
                List.of(
                        window("0 4 * * *", "1h", "UTC"),
                        window("0 3 * * *", "2h", "Europe/Berlin"),
                        window("30 3 * * *", "10m", "UTC")),
                Set.of());
        assertThat(windows.at(Instant.parse("2026-01-05T04:30:00Z")))
                .contains(opening("2026-01-05T02:00:00Z", "2026-01-05T05:00:00Z", "Europe/Berlin"));
    }

    @Test
    void anExcludedDateKeepsItsWindowClosedAlsoAfterMidnightButNotThatOfTheDayBefore() {
        MaintenanceWindows windows = new MaintenanceWindows(
                List.of(window("0 23 * * *", "2h", "Europe/Berlin")), Set.of(LocalDate.of(2026, 12, 24)));
        assertThat(windows.at(Instant.parse("2026-12-23T23:30:00Z"))).isPresent();
        assertThat(windows.at(Instant.parse("2026-12-24T22:30:00Z"))).isEmpty();
        assertThat(windows.at(Instant.parse("2026-12-24T23:30:00Z"))).isEmpty();
        assertThat(windows.at(Instant.parse("2026-12-25T22:30:00Z"))).isPresent();
    }

    @Test
    void aDateIsExcludedByTheCalendarOfTheWindowsOwnTimezone() {
        MaintenanceWindows windows = new MaintenanceWindows(
                List.of(window("0 2 * * *", "1h", "Asia/Tokyo"), window("0 2 * * *", "1h", "UTC")),
                Set.of(LocalDate.of(2026, 12, 24)));
        assertThat(windows.from(Instant.parse("2026-12-23T12:00:00Z")).limit(2).map(Opening::start))
                .containsExactly(Instant.parse("2026-12-24T17:00:00Z"), Instant.parse("2026-12-25T02:00:00Z"));
    }

    @Test
    void anOpeningWithoutEndReachesBeyondTheHorizonOnBothSidesAndNoneFollows() {
        Instant now = Instant.parse("2026-03-02T12:00:30Z");
        for (MaintenanceWindows endless : List.of(
                windows("0 * * * *", "1h", "UTC"), windows("* * * * *", "1m", "UTC"), MaintenanceWindows.ALWAYS)) {
            assertThat(endless.from(now)).singleElement().satisfies(opening -> {
                assertThat(opening.start()).isBeforeOrEqualTo(now.minus(MaintenanceWindows.HORIZON));
                assertThat(opening.end()).isAfterOrEqualTo(now.plus(MaintenanceWindows.HORIZON));
            });
            assertThat(endless.at(now)).isPresent();
            assertThat(endless.next(now)).isEmpty();
        }
    }

    @Test
    void hourlyWindowsOfAnHourHaveAHoleWhereAutumnDoublesAnHour() {
        MaintenanceWindows hourly = windows("0 * * * *", "1h", "Europe/Berlin");
        Opening summer = hourly.at(Instant.parse("2026-07-01T00:00:00Z")).orElseThrow();
        assertThat(summer.start()).isEqualTo("2025-10-26T02:00:00Z");
        assertThat(summer.end()).isEqualTo("2026-10-25T01:00:00Z");
        assertThat(hourly.next(summer.start()).map(Opening::start)).contains(Instant.parse("2026-10-25T02:00:00Z"));
    }

    @Test
    void withoutAWindowAnyTimeIsOpen() {
        assertThat(MaintenanceWindows.ALWAYS.isAlways()).isTrue();
        assertThat(windows("0 2 * * *", "1h", "UTC").isAlways()).isFalse();
    }

    @Test
    void datesAloneExcludeNothing() {
        assertThatThrownBy(() -> new MaintenanceWindows(List.of(), Set.of(LocalDate.of(2026, 12, 24))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void configuredAlikeIsEqual() {
        assertThat(windows("0  2 * * *", "2h", "UTC")).isEqualTo(windows("0 2 * * *", "120m", "UTC"));
        assertThat(windows("0 2 * * *", "2h", "UTC")).isNotEqualTo(windows("0 3 * * *", "2h", "UTC"));
    }

    private static MaintenanceWindows windows(String cron, String duration, String timezone) {
        return new MaintenanceWindows(List.of(window(cron, duration, timezone)), Set.of());
    }

    private static MaintenanceWindow window(String cron, String duration, String timezone) {
        Duration length = Durations.parse(duration).orElseThrow();
        return new MaintenanceWindow(CronSchedule.parse(cron), length, ZoneId.of(timezone));
    }

    private static Opening opening(String start, String end, String timezone) {
        return new Opening(Instant.parse(start), Instant.parse(end), ZoneId.of(timezone));
    }
}
