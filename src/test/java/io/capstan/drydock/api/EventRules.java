package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Kubernetes asks of an Event (pkg/apis/core/validation/events.go): little of one that comes as v1 and has no
 * eventTime, more of one that has, and most of one that comes as events.k8s.io/v1.
 */
final class EventRules {
    private static final Pattern QUALIFIED_NAME =
            Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Map<String, Integer> LIMITS =
            Map.of("reportingInstance", 128, "action", 128, "reason", 128, "message", 1024);
    private static final List<String> NEVER_CHANGED = List.of(
            "regarding",
            "reason",
            "note",
            "deprecatedSource",
            "deprecatedFirstTimestamp",
            "deprecatedLastTimestamp",
            "deprecatedCount",
            "type",
            "eventTime",
            "action",
            "related",
            "reportingController",
            "reportingInstance");

    private EventRules() {}

    /** What holds for whatever is written, by whichever view. */
    static void content(ResourceType type, ObjectNode object) {
        ObjectNode event = EventViews.as(ResourceTypes.EVENTS, object);
        String namespace = Json.text(event, "metadata", "namespace");
        String involved = Json.text(event, "involvedObject", "namespace");
        if (!event.hasNonNull("eventTime")) {
            boolean agrees = involved.isEmpty() ? namespace.equals("default") : namespace.equals(involved);
            require(agrees, type, event, "involvedObject.namespace", "does not match event.namespace");
            return;
        }
        require(
                !involved.isEmpty() || Set.of("default", "kube-system").contains(namespace),
                type,
                event,
                "involvedObject.namespace",
                "does not match event.namespace");
        for (String field : List.of("reportingInstance", "action", "reason")) {
            require(!Json.text(event, field).isEmpty(), type, event, field, "Required value");
        }
        require(
                QUALIFIED_NAME.matcher(Json.text(event, "reportingComponent")).matches(),
                type,
                event,
                type.equals(ResourceTypes.EVENTS) ? "reportingComponent" : "reportingController",
                "name part must consist of alphanumeric characters, '-', '_' or '.'");
        LIMITS.forEach((field, limit) -> require(
                Json.bytes(Json.text(event, field)) <= limit,
                type,
                event,
                field,
                "can have at most " + limit + " characters"));
    }

    /** What holds besides for one that is created as events.k8s.io/v1. */
    static void creation(ResourceType type, ObjectNode event) {
        if (!type.equals(ResourceTypes.EVENTS_V1)) {
            return;
        }
        series(type, event);
        require(event.hasNonNull("eventTime"), type, event, "eventTime", "Required value");
        require(
                Set.of("Normal", "Warning").contains(Json.text(event, "type")),
                type,
                event,
                "type",
                "has invalid value");
        for (String field : List.of("deprecatedFirstTimestamp", "deprecatedLastTimestamp", "deprecatedCount")) {
            require(!event.hasNonNull(field), type, event, field, "needs to be unset");
        }
        require(event.path("deprecatedSource").isEmpty(), type, event, "deprecatedSource", "needs to be unset");
    }

    /** What holds besides for one that is changed through events.k8s.io/v1: all but its series and labels stays. */
    static void change(ResourceType type, ObjectNode before, ObjectNode after) {
        if (!type.equals(ResourceTypes.EVENTS_V1)) {
            return;
        }
        if (!before.path("series").equals(after.path("series"))) {
            series(type, after);
        }
        for (String field : NEVER_CHANGED) {
            require(before.path(field).equals(after.path(field)), type, after, field, "field is immutable");
        }
    }

    private static void series(ResourceType type, ObjectNode event) {
        JsonNode series = event.path("series");
        if (series.isObject()) {
            require(series.path("count").asInt() >= 2, type, event, "series.count", "should be at least 2");
            require(series.hasNonNull("lastObservedTime"), type, event, "series.lastObservedTime", "Required value");
        }
    }

    private static void require(boolean holds, ResourceType type, ObjectNode event, String field, String why) {
        if (!holds) {
            throw ApiFailure.invalid(type, Json.text(event, "metadata", "name"), field, why);
        }
    }
}
