package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** RFC 7396. */
final class MergePatch {
    private MergePatch() {}

    static ObjectNode apply(ObjectNode object, ObjectNode patch) {
        ObjectNode result = object.deepCopy();
        patch.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode wanted = member.getValue();
            if (wanted.isNull()) {
                result.remove(name);
            } else if (wanted instanceof ObjectNode nested) {
                ObjectNode present = result.path(name) instanceof ObjectNode o ? o : Json.object();
                result.set(name, apply(present, nested));
            } else {
                result.set(name, wanted.deepCopy());
            }
        });
        return result;
    }
}
