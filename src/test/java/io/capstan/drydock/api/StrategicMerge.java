package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** Kubernetes' own merge patch, which knows that some lists are maps by a key of their elements. */
final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    private static final Map<String, String> MERGE_KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "volumes", "name",
            "volumeMounts", "mountPath",
            "ports", "containerPort",
            "conditions", "type",
            "ownerReferences", "uid",
            "imagePullSecrets", "name");

    private StrategicMerge() {}

    static ObjectNode apply(ObjectNode object, ObjectNode patch) {
        if (patch.path(DIRECTIVE).asText().equals("replace")) {
            ObjectNode replaced = patch.deepCopy();
            replaced.remove(DIRECTIVE);
            return replaced;
        }
        ObjectNode result = object.deepCopy();
        patch.properties().forEach(member -> merge(result, member.getKey(), member.getValue()));
        return result;
    }

    private static void merge(ObjectNode result, String name, JsonNode wanted) {
        if (wanted.isNull() || wanted.path(DIRECTIVE).asText().equals("delete")) {
            result.remove(name);
        } else if (wanted instanceof ObjectNode nested) {
            ObjectNode present = result.path(name) instanceof ObjectNode o ? o : Json.object();
            result.set(name, apply(present, nested));
        } else if (wanted instanceof ArrayNode list && mergesByKey(name, list)) {
            ArrayNode present =
                    result.path(name) instanceof ArrayNode a ? a : Json.object().putArray(name);
            result.set(name, mergeList(present, list, MERGE_KEYS.getOrDefault(name, "")));
        } else {
            result.set(name, wanted.deepCopy());
        }
    }

    private static boolean mergesByKey(String name, ArrayNode list) {
        String key = MERGE_KEYS.get(name);
        if (key == null) {
            return false;
        }
        for (JsonNode element : list) {
            if (!element.has(key)) {
                return false;
            }
        }
        return true;
    }

    private static ArrayNode mergeList(ArrayNode present, ArrayNode wanted, String key) {
        ArrayNode result = present.deepCopy();
        for (JsonNode element : wanted) {
            Optional<Integer> index = indexOf(result, key, element.path(key));
            boolean delete = element.path(DIRECTIVE).asText().equals("delete");
            if (index.isEmpty() && !delete) {
                result.add(element.deepCopy());
            } else if (index.isPresent() && delete) {
                result.remove(index.get());
            } else if (index.isPresent() && result.get(index.get()) instanceof ObjectNode old) {
                result.set(index.get(), apply(old, (ObjectNode) element));
            }
        }
        return result;
    }

    private static Optional<Integer> indexOf(ArrayNode list, String key, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(key).equals(value)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
