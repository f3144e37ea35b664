package io.capstan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.config.Settings.MistakesException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting that nothing reads stops the program: what was meant would not be done, and nobody would know. */
class UnreadSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "capstan.volum-lag, capstan.volume-lag",
        "capstan.rotateBefore, capstan.rotate-before",
        "capstan.serve-every, capstan.serve.every",
        "capstan.windows[3].zone, capstan.windows[3].timezone",
        "capstan.windows[0].cronn, capstan.windows[0].cron",
        "capstan.excluded-date, capstan.excluded-dates",
        "capstan.pushgateway-grouping.cluster, capstan.pushgateway-grouping",
        "%prod.capstan.histori, capstan.history",
        "strategy, capstan.strategy",
        "windows[0].cron, capstan.windows[0].cron",
    })
    void isNamedWithWhatWasMeant(String name, String meant) {
        assertRefused(file(Map.of(name, "1")), name + " in settings", meant);
    }

    @ParameterizedTest
    @CsvSource({
        "CAPSTAN_VOLUM_LAG, CAPSTAN_VOLUME_LAG",
        "CAPSTAN_WINDOWS_2__DURATION, CAPSTAN_WINDOWS_2__WINDOW_DURATION",
        "CAPSTAN_SERVEEVERY, CAPSTAN_SERVE_EVERY",
    })
    void isNamedInTheEnvironmentTooAndOnce(String name, String meant) {
        assertRefused(environment(Map.of(name, "1")), name + " in the environment", meant);
    }

    @Test
    void isToldTogetherWithValuesThatAreNotAllowed() {
        assertThatThrownBy(() -> read(file(Map.of("capstan.volum-lag", "1m", "capstan.clock-skew", "soon"))))
                .isInstanceOf(MistakesException.class)
                .message()
                .hasLineCount(2)
                .contains("capstan.clock-skew is 'soon'; ", "capstan.volum-lag in settings");
    }

    @Test
    void isNoneOfThoseThatAreRead() {
        assertThat(UnreadSettings.mistakes(Stream.of(Key.values())
                        .flatMap(key -> Stream.of(
                                file(Map.of(key.fullName(), "1")),
                                environment(Map.of(KnownNames.variable(key.fullName()), "1"))))
                        .toList()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAPSTAN_WINDOWS_0__CRON",
                "CAPSTAN_WINDOWS_1__WINDOWDURATION",
                "CAPSTAN_EXCLUDED_DATES",
                "CAPSTAN_EXCLUDED_DATES_0_",
                "CAPSTAN_JAVA_OPTS",
                "CAPSTAN_REQUEST_ID",
                "CAPSTAN_SERVICE_HOST",
                "CAPSTAN_SERVICE_PORT",
                "CAPSTAN_SERVICE_PORT_HTTP",
                "CAPSTAN_PORT",
                "CAPSTAN_PORT_8080_TCP",
                "CAPSTAN_PORT_8080_TCP_ADDR",
                "CAPSTAN_METRICS_SERVICE_HOST",
                "CAPSTAN_METRICS_PORT_9090_TCP_PROTO",
                "CAPSTANS"
            })
    void isNoVariableOfKubernetesNorOfTheLaunchers(String name) {
        assertThat(UnreadSettings.mistakes(List.of(environment(Map.of(name, "1")))))
                .isEmpty();
    }

    @Test
    void isNoListOfYaml() {
        assertThat(UnreadSettings.mistakes(Stream.<ConfigSource>of(
                                new YamlConfigSource("lists", """
                                        other: {capstan: {a: b}}
                                        capstan:
                                          excluded-dates: [2026-12-24, 2026-12-31]
                                          leave: [Deployment/a/b, Deployment/a/c]
                                          windows:
                                            - {cron: "0 22 * * *", windowDuration: 2h, timezone: UTC}
                                            - {cron: "0 22 * * *", window-duration: 2h}
                                        """, 1),
                                new YamlConfigSource("empty", "capstan: {windows: [], excluded-dates: []}", 1))
                        .toList()))
                .isEmpty();
    }

    private static void assertRefused(ConfigSource source, String unread, String meant) {
        assertThatThrownBy(() -> read(source))
                .isInstanceOf(MistakesException.class)
                .hasMessage(unread + " is no setting; did you mean " + meant + "? correct or remove it");
    }

    private static Settings read(ConfigSource source) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(source)
                .build();
        return new ConfiguredSettings(config).read();
    }

    private static ConfigSource file(Map<String, String> values) {
        return new PropertiesConfigSource(values, "settings", 100);
    }

    private static ConfigSource environment(Map<String, String> values) {
        return new EnvConfigSource(values, 300);
    }
}
