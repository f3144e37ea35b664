package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How an object is shown: whole, or its metadata alone. */
enum Representation {
    WHOLE {
        @Override
        ObjectNode object(ObjectNode object) {
            return object;
        }

        @Override
        ObjectNode list(ResourceType type, Page page, long version) {
            ObjectNode list = envelope(type.kind() + "List", type.apiVersion(), page, version);
            ArrayNode items = list.putArray("items");
            for (ObjectNode object : page.objects()) {
                items.add(type.builtIn() ? withoutType(object) : object);
            }
            return list;
        }
    },
    METADATA {
        @Override
        ObjectNode object(ObjectNode object) {
            ObjectNode partial =
                    Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
            partial.set("metadata", object.path("metadata"));
            return partial;
        }

        @Override
        ObjectNode list(ResourceType type, Page page, long version) {
            ObjectNode list = envelope("PartialObjectMetadataList", "meta.k8s.io/v1", page, version);
            ArrayNode items = list.putArray("items");
            page.objects().forEach(object -> items.add(object(object)));
            return list;
        }
    };

    static Representation accepted(String accept) {
        return accept.contains("as=PartialObjectMetadata") ? METADATA : WHOLE;
    }

    abstract ObjectNode object(ObjectNode object);

    abstract ObjectNode list(ResourceType type, Page page, long version);

    private static ObjectNode envelope(String kind, String apiVersion, Page page, long version) {
        ObjectNode list = Json.object().put("kind", kind).put("apiVersion", apiVersion);
        ObjectNode metadata = list.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(version));
        if (!page.next().isEmpty()) {
            metadata.put("continue", page.next());
            page.remaining().ifPresent(remaining -> metadata.put("remainingItemCount", remaining));
        }
        return list;
    }

    /** In lists of its own kinds Kubernetes leaves out what the list's kind already says. */
    private static ObjectNode withoutType(ObjectNode object) {
        ObjectNode item = Json.shallowCopy(object);
        item.remove(List.of("kind", "apiVersion"));
        return item;
    }
}
