package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * RFC 6902 with the leniencies of evanphx/json-patch v4, which Kubernetes uses: a {@code test} for null holds where the
 * member is absent, and a {@code replace} of an absent member adds it.
 */
final class JsonPatch {
    private JsonPatch() {}

    /**
     * Applies every operation, or none.
     *
     * @throws ApiFailure 422 if a test does not hold or a path does not exist
     */
    static ObjectNode apply(ObjectNode object, JsonNode operations) {
        if (!operations.isArray()) {
            throw ApiFailure.badRequest("error decoding patch: json: cannot unmarshal object into a patch");
        }
        ObjectNode result = object.deepCopy();
        for (JsonNode operation : operations) {
            perform(result, operation);
        }
        return result;
    }

    private static void perform(ObjectNode root, JsonNode operation) {
        String path = operation.path("path").asText();
        JsonNode value = operation.has("value") ? operation.get("value") : NullNode.getInstance();
        Place place = Place.of(root, path);
        switch (operation.path("op").asText()) {
            case "test" -> place.test(value);
            case "add" -> place.add(value);
            case "replace" -> place.replace(value);
            case "remove" -> place.remove();
            case "copy" -> place.add(from(root, operation).value());
            case "move" -> {
                Place from = from(root, operation);
                JsonNode moved = from.value();
                from.remove();
                place.add(moved);
            }
            default -> throw ApiFailure.patchRejected();
        }
    }

    private static Place from(ObjectNode root, JsonNode operation) {
        return Place.of(root, operation.path("from").asText());
    }

    /** A member of an object or an element of a list, which may not exist. */
    private record Place(JsonNode parent, String key) {
        static Place of(ObjectNode root, String path) {
            String[] steps = path.split("/", -1);
            JsonNode parent = root;
            for (int i = 1; i < steps.length - 1; i++) {
                parent = child(parent, unescape(steps[i]));
            }
            return new Place(parent, unescape(steps[steps.length - 1]));
        }

        JsonNode value() {
            return child(parent, key);
        }

        void test(JsonNode expected) {
            if (!parent.isContainerNode()) {
                throw ApiFailure.patchRejected();
            }
            JsonNode actual = value();
            boolean bothAbsent = expected.isNull() && (actual.isMissingNode() || actual.isNull());
            if (!bothAbsent && !actual.equals(expected)) {
                throw ApiFailure.patchRejected();
            }
        }

        void add(JsonNode value) {
            if (parent instanceof ArrayNode list) {
                list.insert(key.equals("-") ? list.size() : index(list.size()), value.deepCopy());
            } else if (parent instanceof ObjectNode object) {
                object.set(key, value.deepCopy());
            } else {
                throw ApiFailure.patchRejected();
            }
        }

        void replace(JsonNode value) {
            if (parent instanceof ArrayNode list) {
                list.set(index(list.size() - 1), value.deepCopy());
            } else if (parent instanceof ObjectNode object) {
                object.set(key, value.deepCopy());
            } else {
                throw ApiFailure.patchRejected();
            }
        }

        void remove() {
            if (value().isMissingNode()) {
                throw ApiFailure.patchRejected();
            }
            if (parent instanceof ArrayNode list) {
                list.remove(index(list.size() - 1));
            } else if (parent instanceof ObjectNode object) {
                object.remove(key);
            }
        }

        private int index(int highest) {
            int index = indexOf(key);
            if (index < 0 || index > highest) {
                throw ApiFailure.patchRejected();
            }
            return index;
        }

        private static JsonNode child(JsonNode node, String key) {
            return node.isArray() ? node.path(indexOf(key)) : node.path(key);
        }

        private static int indexOf(String key) {
            return key.matches("[0-9]{1,9}") ? Integer.parseInt(key) : -1;
        }

        private static String unescape(String step) {
            return step.replace("~1", "/").replace("~0", "~");
        }
    }
}
