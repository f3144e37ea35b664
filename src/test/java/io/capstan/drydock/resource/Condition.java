package io.capstan.drydock.resource;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One entry of {@code status.conditions}. */
public record Condition(String type, boolean holds, String reason, String message) {

    /** The condition of this type, if the resource has one. */
    public static Optional<Condition> of(GenericKubernetesResource resource, String type) {
        return Fields.list(resource, "status", "conditions").stream()
                .filter(condition -> type.equals(condition.get("type")))
                .map(Condition::of)
                .findFirst();
    }

    public static boolean holds(GenericKubernetesResource resource, String type) {
        return of(resource, type).filter(Condition::holds).isPresent();
    }

    /** Whether the condition of this type was written of the resource as it is now. */
    public static boolean isOfPresentGeneration(GenericKubernetesResource resource, String type) {
        return Fields.list(resource, "status", "conditions").stream()
                .filter(condition -> type.equals(condition.get("type")))
                .anyMatch(condition -> condition.get("observedGeneration") instanceof Number observed
                        && resource.getMetadata().getGeneration().equals(observed.longValue()));
    }

    private static Condition of(Map<String, Object> fields) {
        return new Condition(
                text(fields, "type"),
                "True".equals(fields.get("status")),
                text(fields, "reason"),
                text(fields, "message"));
    }

    private static String text(Map<String, Object> fields, String name) {
        return Optional.ofNullable(fields.get(name)).map(Object::toString).orElse("");
    }

    /** Puts this condition into a status; the time of its last transition moves only if its truth changes. */
    public void putInto(Map<String, Object> status, Instant now, long generation) {
        List<Map<String, Object>> conditions = conditions(status);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("status", holds ? "True" : "False");
        fields.put("reason", reason);
        fields.put("message", message);
        fields.put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        if (generation > 0) {
            // as a number read from JSON, so that statuses can be compared
            fields.put("observedGeneration", Math.toIntExact(generation));
        }
        for (int i = 0; i < conditions.size(); i++) {
            Map<String, Object> old = conditions.get(i);
            if (type.equals(old.get("type"))) {
                Object since = old.get("lastTransitionTime");
                if (fields.get("status").equals(old.get("status")) && since != null) {
                    fields.put("lastTransitionTime", since);
                }
                conditions.set(i, fields);
                return;
            }
        }
        conditions.add(fields);
    }

    /** Takes the condition of this type out of a status. */
    public static void remove(Map<String, Object> status, String type) {
        conditions(status).removeIf(condition -> type.equals(condition.get("type")));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> conditions(Map<String, Object> status) {
        return (List<Map<String, Object>>) status.computeIfAbsent("conditions", key -> new ArrayList<>());
    }
}
