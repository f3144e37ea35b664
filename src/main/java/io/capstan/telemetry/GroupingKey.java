package io.capstan.telemetry;

import io.capstan.report.Metric;
import io.capstan.window.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What tells the metrics of this installation from those of others in one Pushgateway: labels beside {@code job="capstan"}.
 * The Pushgateway puts them onto every series of the group.
 *
 * @param labels in the order in which they were written; it tells no groups apart, so that keys are equal whatever it is
 */
public record GroupingKey(Map<String, String> labels) {
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*";

    /** @throws IllegalArgumentException if a label is none, or is one that the metrics themselves have */
    public GroupingKey {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        labels.keySet().forEach(GroupingKey::mustBeFree);
    }

    private static void mustBeFree(String label) {
        if (!label.matches(LABEL) || label.startsWith("__")) {
            throw new IllegalArgumentException(
                    Quoted.of(label) + " is no label: letters, digits and '_', no digit first");
        }
        if (label.equals("job") || Metric.allLabels().contains(label)) {
            throw new IllegalArgumentException("the label '" + label + "' is taken by the metrics themselves");
        }
    }

    /**
     * Reads {@code cluster=prod,region=eu}; an empty text is an empty key.
     *
     * @throws IllegalArgumentException with what is wrong, in words
     */
    public static GroupingKey parse(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(Quoted.of(part) + " is no label=value");
            }
            String label = part.substring(0, equals).strip();
            if (labels.put(label, part.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("the label " + Quoted.of(label) + " is there twice");
            }
        }
        return new GroupingKey(labels);
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    /** @return empty if {@code text} cannot be read */
    public static Optional<GroupingKey> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The group's path below the Pushgateway's address, as it goes over the wire. */
    String path() {
        return "/metrics/job/capstan"
                + labels.entrySet().stream()
                        .map(label -> "/" + label.getKey() + segment(label.getValue()))
                        .collect(Collectors.joining());
    }

    /** A slash cannot be part of a segment, so the Pushgateway takes base64url instead, and '=' for an empty value. */
    private static String segment(String value) {
        if (value.matches("[A-Za-z0-9_~-][A-Za-z0-9._~-]*")) {
            return "/" + value;
        }
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        return "@base64/" + (encoded.isEmpty() ? "=" : encoded);
    }
}
