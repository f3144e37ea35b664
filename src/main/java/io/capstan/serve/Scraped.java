package io.capstan.serve;

import io.capstan.pass.MetricsSink;
import io.capstan.report.Gauge;
import io.capstan.report.Metric;
import io.capstan.telemetry.MetricsRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The metrics of passes, to be scraped. Only the leader knows how the cluster stands: who no longer leads shows nothing of
 * what it knew, so that two processes never tell two states of one cluster.
 */
public final class Scraped implements MetricsSink {
    private static final List<String> DELIVERED = List.of();

    private final MetricsRegistry registry;
    private final Counter failures;
    private boolean leads;
    private List<Gauge> known = List.of();

    public Scraped(PrometheusMeterRegistry registry) {
        this.registry = new MetricsRegistry(registry);
        this.failures = Counter.builder("capstan.pass.failures")
                .description("Passes of this process that failed, since it was started.")
                .register(registry);
        show();
    }

    synchronized void leads(boolean leads) {
        this.leads = leads;
        known = List.of();
        show();
    }

    /** Counted besides, in {@code capstan_pass_failures_total}: here a counter lives as long as it is scraped. */
    void passFailed() {
        failures.increment();
    }

    @Override
    public synchronized List<String> meanwhile(List<Gauge> gauges) {
        Set<String> renewed = gauges.stream().map(Gauge::name).collect(Collectors.toSet());
        List<Gauge> merged = new ArrayList<>(gauges);
        known.stream().filter(gauge -> !renewed.contains(gauge.name())).forEach(merged::add);
        return after(merged);
    }

    /** Who has lost the lead meanwhile is not heard any more. */
    @Override
    public synchronized List<String> after(List<Gauge> gauges) {
        if (leads) {
            known = List.copyOf(gauges);
            show();
        }
        return DELIVERED;
    }

    private void show() {
        List<Gauge> all = new ArrayList<>(known);
        all.add(Metric.LEADER.of(leads));
        registry.show(all);
    }
}
