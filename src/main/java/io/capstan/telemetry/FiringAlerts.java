package io.capstan.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Asks a Prometheus for its alerts ({@code GET /api/v1/alerts}). Alerts that are pending do not count yet; silences are
 * Alertmanager's, so a silenced alert counts.
 *
 * <p>The gate stays <strong>closed</strong> when Prometheus cannot be asked: {@link Alerts.Unknown}.
 */
public final class FiringAlerts {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NAME = "alertname";

    private final Endpoint prometheus;
    private final AlertMatchers matchers;
    private final Exchange exchange;

    /** @param prometheus its address, with the prefix of its paths if it has one */
    public FiringAlerts(Endpoint prometheus, AlertMatchers matchers) {
        this(prometheus, matchers, LIMIT);
    }

    FiringAlerts(Endpoint prometheus, AlertMatchers matchers, Duration limit) {
        this.prometheus = prometheus;
        this.matchers = matchers;
        this.exchange = new Exchange(prometheus, limit);
    }

    /**
     * Those that fire now and match. Takes at most ten seconds; never throws for what Prometheus does or does not answer.
     *
     * @throws InterruptedException if the program was told to stop meanwhile, which says nothing about alerts
     */
    public Alerts now() throws InterruptedException {
        try {
            List<String> names = matching(exchange.get("/api/v1/alerts"));
            return names.isEmpty() ? new Alerts.Quiet() : new Alerts.Firing(names);
        } catch (UnansweredException e) {
            if (e.isInterruption()) {
                throw new InterruptedException("stopped while asking which alerts fire");
            }
            return new Alerts.Unknown(
                    "Prometheus " + prometheus.url() + " cannot tell which alerts fire: " + e.getMessage());
        }
    }

    private List<String> matching(String answer) throws UnansweredException {
        TreeSet<String> names = new TreeSet<>();
        for (JsonNode alert : alerts(answer)) {
            Map<String, String> labels = labels(alert);
            boolean isFiring = text(alert.path("state"), "an alert's state").equals("firing");
            if (isFiring && matchers.match(labels)) {
                names.add(Words.excerpt(labels.getOrDefault(NAME, "an alert without a name")));
            }
        }
        return new ArrayList<>(names);
    }

    private JsonNode alerts(String answer) throws UnansweredException {
        try {
            JsonNode json = new ObjectMapper().readTree(answer);
            JsonNode alerts = json.path("data").path("alerts");
            if (!json.path("status").asText().equals("success") || !alerts.isArray()) {
                throw misunderstood("no list of alerts in '" + Words.excerpt(answer) + "'");
            }
            return alerts;
        } catch (JsonProcessingException e) {
            throw misunderstood("no JSON but '" + Words.excerpt(answer) + "'");
        }
    }

    private Map<String, String> labels(JsonNode alert) throws UnansweredException {
        if (!alert.path("labels").isObject()) {
            throw misunderstood("an alert without labels");
        }
        Map<String, String> labels = new HashMap<>();
        for (Map.Entry<String, JsonNode> label : alert.path("labels").properties()) {
            labels.put(label.getKey(), text(label.getValue(), "the label " + Words.excerpt(label.getKey())));
        }
        return labels;
    }

    private String text(JsonNode value, String what) throws UnansweredException {
        if (!value.isTextual()) {
            throw misunderstood(what + " is no text");
        }
        return value.asText();
    }

    private UnansweredException misunderstood(String found) {
        return new UnansweredException("its answer has " + found + "; check that " + prometheus.keys()
                + "-url is the address of a Prometheus");
    }
}
