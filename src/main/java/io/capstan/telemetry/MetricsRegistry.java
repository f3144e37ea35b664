package io.capstan.telemetry;

import io.capstan.report.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gauges in a Micrometer registry. {@link #show} replaces the values of the call before; a series that is no longer among
 * them goes away, while one that stays is never missing in between, whenever it is scraped.
 */
public final class MetricsRegistry {
    private final PrometheusMeterRegistry registry;
    private final Map<Series, ShownSeries> shown = new HashMap<>();

    /** @param registry that is scraped: Quarkus's own in {@code serve}. Meters of others in it are left alone */
    public MetricsRegistry(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** With a registry that holds nothing else, as a program needs it that pushes or writes a file, and ends. */
    public static MetricsRegistry holding(List<Gauge> gauges) {
        MetricsRegistry own = new MetricsRegistry(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        own.show(gauges);
        return own;
    }

    /** From now on these, and of what was shown before only these. Of two with one name and the same labels the last counts. */
    public synchronized void show(List<Gauge> gauges) {
        Map<Series, Gauge> wanted = new HashMap<>();
        gauges.forEach(gauge -> wanted.put(Series.of(gauge), gauge));
        shown.entrySet().removeIf(entry -> {
            boolean isGone = !wanted.containsKey(entry.getKey());
            if (isGone) {
                registry.remove(entry.getValue().meter());
            }
            return isGone;
        });
        wanted.forEach((series, gauge) -> shown.computeIfAbsent(
                        series,
                        added -> ShownSeries.in(registry, gauge.name(), gauge.help(), series.tags(), gauge.value()))
                .value()
                .set(gauge.value()));
    }

    /** The whole registry in Prometheus' text format, version 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    private record Series(String name, Map<String, String> labels) {
        static Series of(Gauge gauge) {
            return new Series(gauge.name(), gauge.labels());
        }

        Tags tags() {
            return Tags.of(labels.entrySet().stream()
                    .map(label -> Tag.of(label.getKey(), label.getValue()))
                    .toList());
        }
    }
}
