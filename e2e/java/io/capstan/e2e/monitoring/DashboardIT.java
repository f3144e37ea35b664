package io.capstan.e2e.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.stack.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of the dashboard, answered by a real Prometheus that has scraped what Capstan publishes. */
class DashboardIT {
    private static final Path SAMPLE = Path.of("e2e/monitoring/sample.prom");

    private static MonitoringStack stack;

    @BeforeAll
    static void start() {
        stack = MonitoringStack.start("dashboard");
        stack.push("harbour", RunDirectory.read(SAMPLE));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void findsSeriesForEveryPanel(Dashboard.Query query) {
        assertThat(stack.query(query.expression()))
                .isNotEmpty()
                .allSatisfy(series ->
                        assertThat(series.at("/metric/cluster").asText()).isEqualTo("harbour"));
    }

    static List<Dashboard.Query> queries() {
        return Dashboard.read().queries();
    }

    @Test
    void offersTheClustersThatPublish() {
        assertThat(Dashboard.read().choices())
                .singleElement()
                .satisfies(choice -> assertThat(stack.labelValues(choice.label(), choice.series()))
                        .containsExactly("harbour"));
    }

    @Test
    void showsTheStateNowFirst() {
        assertThat(Dashboard.read().rows()).containsExactly("Now", "Certificates", "Proxies", "Rotations");
        assertThat(Dashboard.read().panelsWithoutQuery()).isEmpty();
    }
}
