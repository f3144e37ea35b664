package io.capstan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.window.CronSchedule;
import io.capstan.window.MaintenanceWindow;
import io.capstan.window.MaintenanceWindows;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class WindowSettingsTest {
    private static final MaintenanceWindow SATURDAYS =
            new MaintenanceWindow(CronSchedule.parse("0 2 * * 6"), Duration.ofHours(3), ZoneId.of("Europe/Berlin"));
    private static final MaintenanceWindow NIGHTLY =
            new MaintenanceWindow(CronSchedule.parse("30 1 * * *"), Duration.ofMinutes(90), ZoneId.of("UTC"));
    private static final MaintenanceWindows BOTH = new MaintenanceWindows(
            List.of(SATURDAYS, NIGHTLY), Set.of(LocalDate.of(2026, 12, 24), LocalDate.of(2026, 12, 31)));

    @Test
    void withoutAnyKeyEveryTimeIsOpen() {
        assertThat(windows(Map.of())).isEqualTo(MaintenanceWindows.ALWAYS);
    }

    @Test
    void windowsAreReadFromZeroOnInUtcUnlessTheySayOtherwise() {
        assertThat(windows(Map.of(
                        "capstan.windows[0].cron", "0 2 * * 6",
                        "capstan.windows[0].window-duration", "3h",
                        "capstan.windows[0].timezone", "Europe/Berlin",
                        "capstan.windows[1].cron", "30 1 * * *",
                        "capstan.windows[1].windowDuration", "1h30m",
                        "capstan.excluded-dates", "2026-12-24, 2026-12-31")))
                .isEqualTo(BOTH);
    }

    @Test
    void theEnvironmentNamesThemWithUnderscores() {
        assertThat(configured(new EnvConfigSource(
                        Map.of(
                                "CAPSTAN_WINDOWS_0__CRON", "0 2 * * 6",
                                "CAPSTAN_WINDOWS_0__WINDOW_DURATION", "3h",
                                "CAPSTAN_WINDOWS_0__TIMEZONE", "Europe/Berlin",
                                "CAPSTAN_WINDOWS_1__CRON", "30 1 * * *",
                                "CAPSTAN_WINDOWS_1__WINDOWDURATION", "90m",
                                "CAPSTAN_EXCLUDED_DATES", "2026-12-24,2026-12-31"),
                        300)))
                .isEqualTo(BOTH);
    }

    @Test
    void aMountedYamlHasThemAsCertManagerDoes() {
        assertThat(configured(new YamlConfigSource("application.yaml", """
                        capstan:
                          windows:
                            - cron: 0 2 * * 6
                              windowDuration: 3h
                              timezone: Europe/Berlin
                            - cron: "30 1 * * *"
                              window-duration: 1h30m0s
                          excluded-dates:
                            - 2026-12-24
                            - "2026-12-31"
                        """, 110)))
                .isEqualTo(BOTH);
    }

    @Test
    void everyMistakeIsALineAmongTheOthers() {
        assertThatThrownBy(() -> windows(Map.of(
                        "capstan.volume-lag", "abc",
                        "capstan.windows[0].cron", "0 2 * * 9",
                        "capstan.windows[0].window-duration", "0",
                        "capstan.windows[1].timezone", "Mars",
                        "capstan.excluded-dates", "2026-12-24,tomorrow,2026-02-30")))
                .isInstanceOf(Settings.MistakesException.class)
                .extracting(
                        thrown -> String.valueOf(thrown.getMessage()).lines().toList())
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "capstan.excluded-dates has '2026-02-30'; allowed are dates such as 2026-12-24"),
                        line -> assertThat(line).startsWith("capstan.excluded-dates has 'tomorrow'; "),
                        line -> assertThat(line).startsWith("capstan.volume-lag is 'abc'; "),
                        line -> assertThat(line).startsWith("capstan.windows[0].cron is '0 2 * * 9'; "),
                        line -> assertThat(line).startsWith("capstan.windows[0].window-duration is '0'; "),
                        line -> assertThat(line).startsWith("capstan.windows[1].cron is not set; "),
                        line -> assertThat(line).startsWith("capstan.windows[1].timezone is 'Mars'; "),
                        line -> assertThat(line).startsWith("capstan.windows[1].window-duration is not set; "));
    }

    @Test
    void aWindowThatCountingFromZeroWouldMissIsAMistake() {
        assertThatThrownBy(() -> windows(Map.of("capstan.windows[1].cron", "0 2 * * 6")))
                .hasMessage("capstan.windows[0] is not set, but capstan.windows[1] is; allowed are numbers from 0 on,"
                        + " without a hole");
    }

    @Test
    void datesWithoutAWindowWouldExcludeNothing() {
        assertThatThrownBy(() -> windows(Map.of("capstan.excluded-dates", "2026-12-24")))
                .hasMessageStartingWith("capstan.excluded-dates is set, but no window ")
                .hasMessageEndingWith("capstan.windows[0].cron");
    }

    private static MaintenanceWindows windows(Map<String, String> values) {
        return Settings.of(key -> Optional.ofNullable(values.get(key)))
                .policy()
                .schedule()
                .windows();
    }

    private static MaintenanceWindows configured(ConfigSource source) {
        SmallRyeConfig config = new SmallRyeConfigBuilder().withSources(source).build();
        return new ConfiguredSettings(config).read().policy().schedule().windows();
    }
}
