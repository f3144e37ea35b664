package io.capstan.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every metric that Capstan publishes; docs/metrics.md says more of each. All are gauges: what counts up in a program that
 * lives for one pass begins at zero with each pass. Times are timestamps, so that a value stays true while nobody measures
 * it again. Each metric always has the same labels, and none of their values is made from a certificate.
 */
public enum Metric {
    CERTIFICATE_NOT_AFTER(
            "capstan_certificate_not_after_timestamp_seconds",
            "When the certificate expires, in seconds since the epoch.",
            "role",
            "namespace",
            "name"),
    CERTIFICATE_NOT_BEFORE(
            "capstan_certificate_not_before_timestamp_seconds",
            "When the certificate became valid, in seconds since the epoch.",
            "role",
            "namespace",
            "name"),
    ROTATION_PHASE("capstan_rotation_phase", "1 for the phase in which the trust stands, 0 for every other.", "phase"),
    ROTATION_PHASE_SINCE(
            "capstan_rotation_phase_since_timestamp_seconds",
            "Since when the present phase has stood, while a rotation is under way, in seconds since the epoch."),
    ROTATION_DEADLINE(
            "capstan_rotation_deadline_timestamp_seconds",
            "When mTLS breaks if nobody acts, in seconds since the epoch."),
    PROXIES(
            "capstan_proxies",
            "Running proxies and identity replicas, of the data plane and the control plane, by the anchors they trust.",
            "trust"),
    FINDINGS("capstan_findings", "Findings of the last check, by severity.", "severity"),
    ROTATION_LAST_SUCCESS(
            "capstan_rotation_last_success_timestamp_seconds",
            "When the last rotation was completed, in seconds since the epoch."),
    ROTATION_DURATION(
            "capstan_rotation_duration_seconds",
            "How long the present rotation, or else the last, has been in the phase.",
            "phase"),
    ROTATION_WORKLOADS(
            "capstan_rotation_workloads", "Workloads of the present rotation, or else the last, by result.", "result"),
    ROTATION_DUE(
            "capstan_rotation_due",
            "1 for the reason why a rotation is due, 0 for every other, and for all while one is under way.",
            "reason"),
    ROTATION_HELD("capstan_rotation_held", "1 for the closed gate that holds a rotation, 0 for every other.", "gate"),
    ROTATION_HELD_SINCE(
            "capstan_rotation_held_since_timestamp_seconds",
            "Since when a gate has held the rotation, in seconds since the epoch. Only while one does."),
    ROTATION_REFUSED("capstan_rotation_refused", "1 while Capstan refuses to go on with a rotation, else 0."),
    UNATTENDED_RENEWAL(
            "capstan_unattended_renewal",
            "1 while the trust anchor was renewed by somebody else and that is not finished, else 0."),
    PAUSED_UNTIL(
            "capstan_paused_until_timestamp_seconds",
            "When the pause ends by itself, in seconds since the epoch; +Inf if it does not. Only while there is one."),
    PASS_LAST_SUCCESS(
            "capstan_pass_last_success_timestamp_seconds",
            "When the last pass was completed, in seconds since the epoch."),
    PASS_LAST_FAILURE(
            "capstan_pass_last_failure_timestamp_seconds", "When the last pass failed, in seconds since the epoch."),
    LEADER("capstan_leader", "1 while this process of capstan serve leads and makes the passes, else 0."),
    WINDOW_OPEN("capstan_window_open", "1 while a maintenance window is open, else 0."),
    WINDOW_NEXT(
            "capstan_window_next_timestamp_seconds",
            "When the next maintenance window opens, in seconds since the epoch.");

    private final String text;
    private final String help;
    private final List<String> labels;

    Metric(String text, String help, String... labels) {
        this.text = text;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** As Prometheus shows it: {@code capstan_window_open}. */
    public String text() {
        return text;
    }

    public List<String> labels() {
        return labels;
    }

    /** Every label that some metric has; what a push adds must not be one of these. */
    public static Set<String> allLabels() {
        return Arrays.stream(values())
                .flatMap(metric -> metric.labels.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param labelValues one for each of {@link #labels}, in that order
     * @throws IllegalArgumentException if they are more or fewer
     */
    public Gauge of(double value, String... labelValues) {
        if (labelValues.length != labels.size()) {
            throw new IllegalArgumentException(text + " has the labels " + labels + ", not " + labelValues.length);
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < labelValues.length; i++) {
            named.put(labels.get(i), labelValues[i]);
        }
        return new Gauge(text, help, named, value);
    }

    public Gauge of(Instant instant, String... labelValues) {
        return of((double) instant.getEpochSecond(), labelValues);
    }

    public Gauge of(Duration duration, String... labelValues) {
        return of((double) duration.toSeconds(), labelValues);
    }

    /** 1 for yes, 0 for no. */
    public Gauge of(boolean yes, String... labelValues) {
        return of(yes ? 1.0 : 0.0, labelValues);
    }
}
