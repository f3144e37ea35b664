package io.capstan.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.window.CronSchedule;
import io.capstan.window.Durations;
import io.capstan.window.MaintenanceWindow;
import io.capstan.window.MaintenanceWindows;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowReportTest {
    private static final Instant IN_THE_NIGHT = Instant.parse("2026-03-02T01:30:00Z");
    private static final Instant AT_NOON = Instant.parse("2026-03-02T11:00:00Z");

    @Test
    void anOpenWindowIsToldWithItsEndAndTheNext() {
        assertThat(WindowText.of(berlin("0 2 * * *", "2h"), IN_THE_NIGHT))
                .isEqualTo("open until 2026-03-02 04:00 CET (2026-03-02T03:00:00Z),"
                        + " next 2026-03-03 02:00 CET (2026-03-03T01:00:00Z) to 04:00");
    }

    @Test
    void outsideOfAWindowTheNextIsTold() {
        assertThat(WindowText.of(berlin("0 2 * * *", "2h"), AT_NOON))
                .isEqualTo("closed, next 2026-03-03 02:00 CET (2026-03-03T01:00:00Z) to 04:00");
    }

    @Test
    void anEndOnAnotherDateOrByOtherClocksSaysSo() {
        assertThat(WindowText.of(berlin("0 23 * * *", "2h"), AT_NOON))
                .isEqualTo("closed, next 2026-03-02 23:00 CET (2026-03-02T22:00:00Z) to 2026-03-03 01:00");
        assertThat(WindowText.of(berlin("0 1 * * *", "2h"), Instant.parse("2026-03-28T11:00:00Z")))
                .isEqualTo("closed, next 2026-03-29 01:00 CET (2026-03-29T00:00:00Z) to 04:00 CEST");
    }

    @Test
    void secondsAreToldWhereThereAreAny() {
        assertThat(WindowText.of(berlin("0 2 * * *", "90s"), AT_NOON)).endsWith(" to 02:01:30");
    }

    @Test
    void whereNothingOpensForLongOrNothingClosesThatIsTold() {
        assertThat(WindowText.of(berlin("0 2 29 2 *", "2h"), AT_NOON)).isEqualTo("closed, none opens within 400d");
        MaintenanceWindows endless = new MaintenanceWindows(List.of(window("0 0 * * *", "24h", "UTC")), Set.of());
        assertThat(WindowText.of(endless, AT_NOON)).isEqualTo("open, without an end within 400d");
    }

    @Test
    void withoutWindowsAnyTimeIsGood() {
        assertThat(WindowText.of(MaintenanceWindows.ALWAYS, AT_NOON)).isEqualTo("none configured: any time");
        assertThat(WindowJson.of(MaintenanceWindows.ALWAYS, AT_NOON))
                .hasToString("{\"always\":true,\"open\":true,\"current\":null,\"next\":null}");
    }

    @Test
    void programsGetBothTimes() {
        assertThat(WindowJson.of(berlin("0 2 * * *", "2h"), IN_THE_NIGHT))
                .hasToString("{\"always\":false,\"open\":true,\"current\":{\"start\":\"2026-03-02T01:00:00Z\","
                        + "\"end\":\"2026-03-02T03:00:00Z\",\"timezone\":\"Europe/Berlin\","
                        + "\"localStart\":\"2026-03-02T02:00:00+01:00\",\"localEnd\":\"2026-03-02T04:00:00+01:00\"},"
                        + "\"next\":{\"start\":\"2026-03-03T01:00:00Z\",\"end\":\"2026-03-03T03:00:00Z\","
                        + "\"timezone\":\"Europe/Berlin\",\"localStart\":\"2026-03-03T02:00:00+01:00\","
                        + "\"localEnd\":\"2026-03-03T04:00:00+01:00\"}}");
        assertThat(WindowJson.of(berlin("0 2 * * *", "2h"), AT_NOON)
                        .get("current")
                        .isNull())
                .isTrue();
    }

    private static MaintenanceWindows berlin(String cron, String duration) {
        return new MaintenanceWindows(List.of(window(cron, duration, "Europe/Berlin")), Set.of());
    }

    private static MaintenanceWindow window(String cron, String duration, String timezone) {
        return new MaintenanceWindow(
                CronSchedule.parse(cron), Durations.parse(duration).orElseThrow(), ZoneId.of(timezone));
    }
}
