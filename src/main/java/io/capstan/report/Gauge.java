package io.capstan.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One series of a metric, with its present value.
 *
 * @param name as Prometheus shows it
 * @param help one line that says what the value means
 * @param labels in the order in which they are documented
 */
public record Gauge(String name, String help, Map<String, String> labels, double value) {
    private static final String NAME = "[a-z][a-z0-9_]*";

    /** @throws IllegalArgumentException if a name is not lower-case letters, digits and underscores */
    public Gauge {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        mustBeName(name);
        labels.keySet().forEach(Gauge::mustBeName);
    }

    private static void mustBeName(String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("'" + name + "' is no name of a metric or label; expected " + NAME);
        }
    }
}
