package io.capstan.telemetry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where metrics go, and who is asked for alerts, as configured; everything may be absent.
 *
 * @param textFile for node-exporter's textfile collector
 */
public record TelemetrySettings(Optional<Push> push, Optional<Path> textFile, Optional<AlertGate> alertGate) {
    /** @param group what tells this installation's metrics from those of others */
    public record Push(Endpoint pushgateway, GroupingKey group) {}

    /** While such alerts fire no new batch starts. */
    public record AlertGate(Endpoint prometheus, AlertMatchers matchers) {}

    public static TelemetrySettings none() {
        return new TelemetrySettings(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Empty if metrics are only scraped, or not wanted. */
    public List<Outlet> outlets() {
        List<Outlet> outlets = new ArrayList<>();
        pushgateway().ifPresent(outlets::add);
        textFile.map(TextFile::new).ifPresent(outlets::add);
        return List.copyOf(outlets);
    }

    public Optional<Pushgateway> pushgateway() {
        return push.map(to -> new Pushgateway(to.pushgateway(), to.group()));
    }

    public Optional<FiringAlerts> alerts() {
        return alertGate.map(gate -> new FiringAlerts(gate.prometheus(), gate.matchers()));
    }
}
