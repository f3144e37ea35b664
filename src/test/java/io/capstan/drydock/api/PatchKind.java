package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** The ways in which a PATCH says what it wants, by its content type. */
enum PatchKind {
    JSON_PATCH {
        @Override
        ObjectNode apply(ObjectNode object, String patch) {
            return JsonPatch.apply(object, Json.read(patch));
        }
    },
    MERGE_PATCH {
        @Override
        ObjectNode apply(ObjectNode object, String patch) {
            return MergePatch.apply(object, Json.readObject(patch));
        }
    },
    STRATEGIC_MERGE {
        @Override
        ObjectNode apply(ObjectNode object, String patch) {
            return StrategicMerge.apply(object, Json.readObject(patch));
        }
    },
    /** Server-side apply, simplified: it merges and never takes away what an earlier apply had set. */
    APPLY {
        @Override
        ObjectNode apply(ObjectNode object, String patch) {
            JsonNode wanted = Serialization.unmarshal(patch, JsonNode.class);
            if (wanted instanceof ObjectNode applied) {
                return StrategicMerge.apply(object, applied);
            }
            throw ApiFailure.badRequest("the body of an apply is not an object");
        }
    };

    private static final Map<String, PatchKind> BY_CONTENT_TYPE = Map.of(
            "application/json-patch+json", JSON_PATCH,
            "application/merge-patch+json", MERGE_PATCH,
            "application/strategic-merge-patch+json", STRATEGIC_MERGE,
            "application/apply-patch+yaml", APPLY);

    abstract ObjectNode apply(ObjectNode object, String patch);

    /**
     * The kind of a patch to an object of this type.
     *
     * @throws ApiFailure 415 if there is none, or if it is a strategic merge of a custom resource
     */
    static PatchKind of(String contentType, ResourceType type) {
        int end = contentType.indexOf(';');
        PatchKind kind = BY_CONTENT_TYPE.get(
                end < 0 ? contentType.trim() : contentType.substring(0, end).trim());
        if (kind == null || (kind == STRATEGIC_MERGE && !type.builtIn())) {
            throw ApiFailure.unsupportedMediaType(
                    "the body of the request was in an unknown format - accepted media types include: "
                            + "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
        }
        return kind;
    }
}
