package io.capstan.telemetry;

import io.capstan.report.Gauge;
import java.time.Duration;
import java.util.List;

/**
 * A Prometheus Pushgateway. A push is one request, so it is taken as a whole or not at all. (The JDK's HTTP client rather
 * than Prometheus' own push client: that one has fixed limits of time, and alerts are asked for over HTTP as well.)
 *
 * <p>Protocol: prometheus/pushgateway, README, "API".
 */
public final class Pushgateway implements Outlet {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Endpoint endpoint;
    private final GroupingKey group;
    private final Exchange exchange;

    public Pushgateway(Endpoint endpoint, GroupingKey group) {
        this(endpoint, group, LIMIT);
    }

    Pushgateway(Endpoint endpoint, GroupingKey group, Duration limit) {
        this.endpoint = endpoint;
        this.group = group;
        this.exchange = new Exchange(endpoint, limit);
    }

    /** Replaces the group (PUT). */
    @Override
    public void publish(List<Gauge> gauges) throws UndeliveredException {
        push("PUT", gauges);
    }

    /** Replaces the metrics of these names in the group (POST). */
    @Override
    public void publishOnly(List<Gauge> gauges) throws UndeliveredException {
        push("POST", gauges);
    }

    private void push(String method, List<Gauge> gauges) throws UndeliveredException {
        try {
            exchange.give(method, group.path(), MetricsRegistry.holding(gauges).text());
        } catch (UnansweredException e) {
            throw undelivered("did not take the metrics", e);
        }
    }

    /**
     * Deletes a group that this installation pushed under another key; a Pushgateway forgets nothing by itself.
     *
     * @throws UndeliveredException if it may still be there
     */
    public void delete(GroupingKey former) throws UndeliveredException {
        try {
            exchange.delete(former.path());
        } catch (UnansweredException e) {
            throw undelivered("did not delete the group " + former.path(), e);
        }
    }

    private UndeliveredException undelivered(String what, UnansweredException e) {
        return new UndeliveredException("Pushgateway " + endpoint.url() + " " + what + ": " + e.getMessage(), e);
    }
}
