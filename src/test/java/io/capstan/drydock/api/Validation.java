package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/** The rules of Kubernetes that a program here could break. Each throws the {@link ApiFailure} that Kubernetes answers. */
final class Validation {
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private Validation() {}

    /** The body is an object of the type that the path names. */
    static void matches(ResourceType type, ObjectNode object) {
        String kind = Json.text(object, "kind");
        String apiVersion = Json.text(object, "apiVersion");
        if (kind.isEmpty()) {
            throw ApiFailure.badRequest("Object 'Kind' is missing in '" + object.getNodeType() + "'");
        }
        if (!kind.equals(type.kind()) || !apiVersion.equals(type.apiVersion())) {
            throw ApiFailure.badRequest(type.kind() + " in version \"" + type.version()
                    + "\" cannot be handled as a " + kind + ": the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + type.apiVersion() + ")");
        }
    }

    static void name(ResourceType type, String name) {
        if (name.isEmpty()) {
            throw ApiFailure.invalid(type, name, "metadata.name", "Required value: name or generateName is required");
        }
        boolean anyPathSegment = type.group().equals("rbac.authorization.k8s.io");
        if (!anyPathSegment && !SUBDOMAIN.matcher(name).matches()) {
            throw ApiFailure.invalid(
                    type,
                    name,
                    "metadata.name",
                    "Invalid value: \"" + name + "\": a lowercase RFC 1123 subdomain must consist of lower case"
                            + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric"
                            + " character");
        }
    }

    static void content(ResourceType type, ObjectNode object) {
        String name = Json.text(object, "metadata", "name");
        if (type.isCore("secrets") && Json.text(object, "type").equals("kubernetes.io/tls")) {
            for (String key : List.of("tls.crt", "tls.key")) {
                // An empty value is a value: only the key has to be there.
                if (!object.path("data").has(key)) {
                    throw ApiFailure.invalid(type, name, "data[" + key + "]", "Required value");
                }
            }
        }
        if (type.group().equals("apps") && object.path("spec").has("template")) {
            selectsItsOwnPods(type, object, name);
        }
        if (type.plural().equals("events")) {
            EventRules.content(type, object);
        }
        if (type.plural().equals("leases")) {
            JsonNode duration = object.path("spec").path("leaseDurationSeconds");
            if (duration.isNumber() && duration.asInt() <= 0) {
                throw ApiFailure.invalid(
                        type, name, "spec.leaseDurationSeconds", "Invalid value: must be greater than 0");
            }
        }
    }

    static void change(ResourceType type, ObjectNode before, ObjectNode after) {
        String name = Json.text(after, "metadata", "name");
        if (type.isCore("secrets")) {
            immutable(type, name, "type", before.path("type"), after.path("type"));
        }
        EventRules.change(type, before, after);
        if (type.isCore("pods") && !unchangeable(before).equals(unchangeable(after))) {
            throw ApiFailure.invalid(
                    type,
                    name,
                    "spec",
                    "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
                            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations`"
                            + " (only additions to existing tolerations),`spec.terminationGracePeriodSeconds`"
                            + " (allow it to be set to 1 if it was previously negative)");
        }
        if (type.group().equals("apps") && type.generations()) {
            immutable(
                    type,
                    name,
                    "spec.selector",
                    before.path("spec").path("selector"),
                    after.path("spec").path("selector"));
        }
    }

    private static void immutable(ResourceType type, String name, String field, JsonNode before, JsonNode after) {
        if (!before.equals(after)) {
            throw ApiFailure.invalid(type, name, field, "Invalid value: " + after + ": field is immutable");
        }
    }

    private static void selectsItsOwnPods(ResourceType type, ObjectNode object, String name) {
        JsonNode labels = object.path("spec").path("template").path("metadata").path("labels");
        JsonNode selector = object.path("spec").path("selector").path("matchLabels");
        boolean selects = selector.properties().stream()
                .allMatch(wanted -> wanted.getValue().equals(labels.path(wanted.getKey())));
        if (!selects) {
            throw ApiFailure.invalid(
                    type,
                    name,
                    "spec.template.metadata.labels",
                    "Invalid value: " + labels + ": `selector` does not match template `labels`");
        }
    }

    private static JsonNode unchangeable(ObjectNode pod) {
        ObjectNode spec = pod.path("spec") instanceof ObjectNode present ? present.deepCopy() : Json.object();
        spec.remove(List.of("activeDeadlineSeconds", "tolerations"));
        for (String list : List.of("containers", "initContainers")) {
            spec.path(list).forEach(container -> ((ObjectNode) container).remove("image"));
        }
        return spec;
    }
}
