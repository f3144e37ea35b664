package io.capstan.drydock.resource;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and changes fields of resources whose kinds have no Java class. */
public final class Fields {
    private Fields() {}

    /** A field's value as text, empty if it is not set. */
    public static String text(GenericKubernetesResource resource, Object... path) {
        return optional(resource, path).map(Object::toString).orElse("");
    }

    public static boolean flag(GenericKubernetesResource resource, Object... path) {
        return Boolean.parseBoolean(text(resource, path));
    }

    public static int number(GenericKubernetesResource resource, int absent, Object... path) {
        return optional(resource, path)
                .map(value -> Integer.parseInt(value.toString()))
                .orElse(absent);
    }

    public static Optional<Object> optional(GenericKubernetesResource resource, Object... path) {
        return Optional.ofNullable(resource.<Object>get(path));
    }

    /** The maps of a list field, none if it is not set. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> list(GenericKubernetesResource resource, Object... path) {
        return optional(resource, path)
                .map(value -> (List<Map<String, Object>>) value)
                .orElse(List.of());
    }

    /** A copy of the status that can be changed, to be given back with {@link #setStatus}. */
    public static Map<String, Object> status(GenericKubernetesResource resource) {
        return optional(resource, "status").map(Fields::copy).orElseGet(LinkedHashMap::new);
    }

    public static void setStatus(GenericKubernetesResource resource, Map<String, Object> status) {
        resource.setAdditionalProperty("status", status);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> copy(Object value) {
        Map<String, Object> copy = new LinkedHashMap<>((Map<String, Object>) value);
        copy.computeIfPresent(
                "conditions", (key, conditions) -> new ArrayList<>((List<Map<String, Object>>) conditions));
        return copy;
    }
}
