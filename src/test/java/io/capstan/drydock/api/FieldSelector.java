package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The query parameter {@code fieldSelector}: equalities and inequalities on the few fields that each kind offers. */
final class FieldSelector {
    private static final Pattern REQUIREMENT = Pattern.compile("([^=!]+)(==|=|!=)(.*)");
    private static final Set<String> EVERYWHERE = Set.of("metadata.name", "metadata.namespace");

    private static final Set<String> EVENT = Set.of(
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type");

    private static final Set<String> EVENT_V1 = Set.of(
            "regarding.kind",
            "regarding.namespace",
            "regarding.name",
            "regarding.uid",
            "regarding.apiVersion",
            "regarding.resourceVersion",
            "regarding.fieldPath",
            "reason",
            "reportingController",
            "type");

    private FieldSelector() {}

    /**
     * Reads a selector.
     *
     * @throws ApiFailure 400 if it cannot be read or names a field that the kind does not offer
     */
    static Predicate<ObjectNode> parse(ResourceType type, String selector) {
        return Arrays.stream(selector.split(","))
                .filter(text -> !text.isBlank())
                .map(text -> requirement(type, text.trim()))
                .reduce(object -> true, Predicate::and);
    }

    private static Predicate<ObjectNode> requirement(ResourceType type, String text) {
        Matcher matcher = REQUIREMENT.matcher(text);
        if (!matcher.matches()) {
            throw ApiFailure.badRequest("invalid selector: '" + text + "'; can't understand '" + text + "'");
        }
        String field = matcher.group(1);
        if (!EVERYWHERE.contains(field) && !offered(type).contains(field)) {
            throw ApiFailure.badRequest("Unable to find \"" + type.apiVersion() + ", Resource=" + type.plural()
                    + "\" that match label selector \"\", field selector \"" + text
                    + "\": field label not supported: " + field);
        }
        boolean equal = !matcher.group(2).equals("!=");
        String value = matcher.group(3);
        List<String> path = List.of(field.split("\\."));
        return object -> at(object, path).equals(value) == equal;
    }

    private static String at(ObjectNode object, List<String> path) {
        JsonNode node = object;
        for (String step : path) {
            node = node.path(step);
        }
        return node.asText("");
    }

    private static Set<String> offered(ResourceType type) {
        return switch (type.plural()) {
            case "pods" ->
                Set.of(
                        "spec.nodeName",
                        "spec.restartPolicy",
                        "spec.schedulerName",
                        "spec.serviceAccountName",
                        "status.phase",
                        "status.podIP");
            case "events" -> type.equals(ResourceTypes.EVENTS_V1) ? EVENT_V1 : EVENT;
            case "secrets" -> Set.of("type");
            case "namespaces" -> Set.of("status.phase");
            case "nodes" -> Set.of("spec.unschedulable");
            default -> Set.of();
        };
    }
}
