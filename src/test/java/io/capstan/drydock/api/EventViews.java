package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Events of v1 and of events.k8s.io/v1 are the same objects under different names of their fields (kubernetes,
 * pkg/apis/events/v1/conversion.go).
 */
final class EventViews {
    /** Of v1, and what events.k8s.io/v1 calls it. What both call the same is not here. */
    private static final Map<String, String> NAMES = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "reportingComponent", "reportingController",
            "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount");

    private EventViews() {}

    /** The other type of Event; empty if {@code type} is none. */
    static Optional<ResourceType> other(ResourceType type) {
        if (type.equals(ResourceTypes.EVENTS)) {
            return Optional.of(ResourceTypes.EVENTS_V1);
        }
        return type.equals(ResourceTypes.EVENTS_V1) ? Optional.of(ResourceTypes.EVENTS) : Optional.empty();
    }

    /** {@code event} as {@code type} shows it. */
    static ObjectNode as(ResourceType type, ObjectNode event) {
        ObjectNode shown = event.deepCopy();
        shown.put("apiVersion", type.apiVersion());
        NAMES.forEach((core, v1) -> {
            boolean toCore = type.equals(ResourceTypes.EVENTS);
            JsonNode value = shown.remove(toCore ? v1 : core);
            if (value != null) {
                shown.set(toCore ? core : v1, value);
            }
        });
        return shown;
    }
}
