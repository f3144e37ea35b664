package io.capstan.pass;

import io.capstan.report.Gauge;
import io.capstan.telemetry.Outlet;
import io.capstan.telemetry.UndeliveredException;
import java.util.ArrayList;
import java.util.List;

/** Leaves the metrics of a program that ends where Prometheus finds them. */
public record Outlets(List<Outlet> outlets) implements MetricsSink {
    public Outlets {
        outlets = List.copyOf(outlets);
    }

    @Override
    public List<String> meanwhile(List<Gauge> gauges) {
        return deliver(outlet -> outlet.publishOnly(gauges));
    }

    @Override
    public List<String> after(List<Gauge> gauges) {
        return deliver(outlet -> outlet.publish(gauges));
    }

    @FunctionalInterface
    private interface Delivery {
        void to(Outlet outlet) throws UndeliveredException;
    }

    private List<String> deliver(Delivery delivery) {
        List<String> undelivered = new ArrayList<>();
        for (Outlet outlet : outlets) {
            try {
                delivery.to(outlet);
            } catch (UndeliveredException e) {
                undelivered.add(String.valueOf(e.getMessage()));
            }
        }
        return undelivered;
    }
}
