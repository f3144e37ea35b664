package io.capstan.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicReference;

/** A series in a registry, whose value can be changed in place. */
record ShownSeries(Meter meter, AtomicReference<Double> value) {

    /** Micrometer holds what a gauge looks at weakly unless told otherwise, and shows NaN once it is gone. */
    static ShownSeries in(MeterRegistry registry, String name, String help, Tags tags, double first) {
        AtomicReference<Double> value = new AtomicReference<>(first);
        Meter meter = Gauge.builder(name, value, AtomicReference::get)
                .description(help)
                .tags(tags)
                .strongReference(true)
                .register(registry);
        return new ShownSeries(meter, value);
    }
}
