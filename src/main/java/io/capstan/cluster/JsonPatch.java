package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/** A JSON Patch (RFC 6902) in the making: it is applied as a whole, or not at all if a test fails. */
final class JsonPatch {
    private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

    JsonPatch test(String path, JsonNode value) {
        operations.addObject().put("op", "test").put("path", path).set("value", value);
        return this;
    }

    JsonPatch test(String path, String value) {
        return test(path, TextNode.valueOf(value));
    }

    /** Puts {@code value} there, in the place of whatever is there now. */
    JsonPatch put(String path, JsonNode value) {
        operations.addObject().put("op", "add").put("path", path).set("value", value);
        return this;
    }

    JsonPatch remove(String path) {
        operations.addObject().put("op", "remove").put("path", path);
        return this;
    }

    JsonNode operations() {
        return operations;
    }

    /** A member's name as a step of a path. */
    static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
