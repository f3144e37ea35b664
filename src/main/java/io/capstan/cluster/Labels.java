package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Label selectors. */
final class Labels {
    private Labels() {}

    /** A LabelSelector as the text of a query. */
    static String selector(JsonNode selector) {
        Stream<String> equalities = selector.path("matchLabels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText());
        Stream<String> expressions =
                KubeObject.stream(selector.path("matchExpressions")).map(Labels::expression);
        return Stream.concat(equalities, expressions).collect(Collectors.joining(","));
    }

    private static String expression(JsonNode expression) {
        String key = expression.path("key").asText();
        String values = KubeObject.stream(expression.path("values"))
                .map(JsonNode::asText)
                .collect(Collectors.joining(",", "(", ")"));
        return switch (expression.path("operator").asText()) {
            case "In" -> key + " in " + values;
            case "NotIn" -> key + " notin " + values;
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }
}
