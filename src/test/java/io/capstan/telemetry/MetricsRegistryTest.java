package io.capstan.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.report.Gauge;
import io.capstan.report.Metric;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsRegistryTest {
    private final PrometheusMeterRegistry scraped = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MetricsRegistry registry = new MetricsRegistry(scraped);

    @Test
    void showsNameHelpAndLabelsAsTheyAre() {
        Instant end = Instant.parse("2027-03-01T00:00:01Z");
        assertThat(MetricsRegistry.holding(List.of(
                                Metric.CERTIFICATE_NOT_AFTER.of(end, "anchor", "cert-manager", "linkerd-trust-anchor")))
                        .text())
                .isEqualTo("""
                        # HELP capstan_certificate_not_after_timestamp_seconds When the certificate expires, in seconds since the epoch.
                        # TYPE capstan_certificate_not_after_timestamp_seconds gauge
                        capstan_certificate_not_after_timestamp_seconds{name="linkerd-trust-anchor",namespace="cert-manager",role="anchor",} 1.803859201E9
                        """);
    }

    @Test
    void everyMetricComesOutUnderItsOwnName() {
        List<Gauge> all = Arrays.stream(Metric.values())
                .map(metric -> metric.of(1, metric.labels().toArray(String[]::new)))
                .toList();
        assertThat(MetricsRegistry.holding(all).text().lines())
                .filteredOn(line -> line.startsWith("# HELP "))
                .containsExactlyInAnyOrderElementsOf(all.stream()
                        .map(gauge -> "# HELP " + gauge.name() + " " + gauge.help())
                        .toList());
    }

    @Test
    void aSeriesThatIsNoLongerThereVanishesAndTheOthersTakeTheirNewValues() {
        registry.show(
                List.of(Metric.ROTATION_DURATION.of(60, "spreading"), Metric.ROTATION_DURATION.of(5, "renewing")));
        registry.show(List.of(Metric.ROTATION_DURATION.of(70, "spreading")));
        assertThat(values()).containsExactly("capstan_rotation_duration_seconds{phase=\"spreading\",} 70.0");
        registry.show(List.of());
        assertThat(registry.text()).isEmpty();
    }

    @Test
    void aSeriesThatHadVanishedCanComeBack() {
        registry.show(List.of(Metric.ROTATION_DEADLINE.of(1)));
        registry.show(List.of());
        registry.show(List.of(Metric.ROTATION_DEADLINE.of(2)));
        assertThat(values()).containsExactly("capstan_rotation_deadline_timestamp_seconds 2.0");
    }

    @Test
    void metersOfOthersInTheSameRegistryStay() {
        scraped.counter("http.requests").increment();
        registry.show(List.of(Metric.WINDOW_OPEN.of(true)));
        registry.show(List.of());
        assertThat(values()).containsExactly("http_requests_total 1.0");
    }

    @Test
    void valuesOutliveWhatTheyWereMadeFrom() {
        registry.show(List.of(Metric.WINDOW_OPEN.of(true)));
        System.gc();
        assertThat(values()).containsExactly("capstan_window_open 1.0");
    }

    @Test
    void quotesAndLineBreaksInALabelAreEscaped() {
        registry.show(List.of(new Gauge("capstan_a", "b", Map.of("name", "a\"b\\c\nd"), 1)));
        assertThat(values()).containsExactly("capstan_a{name=\"a\\\"b\\\\c\\nd\",} 1.0");
    }

    private List<String> values() {
        return registry.text().lines().filter(line -> !line.startsWith("#")).toList();
    }
}
