package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The subresource {@code scale}: a workload seen as nothing but a number of pods. */
final class ScaleView {
    private static final Set<String> OFFERED = Set.of("deployments", "replicasets", "statefulsets");

    private ScaleView() {}

    static boolean isOffered(ResourceType type) {
        return type.group().equals("apps") && OFFERED.contains(type.plural());
    }

    static ObjectNode of(ObjectNode workload) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String member : Set.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            metadata.put(member, Json.text(workload, "metadata", member));
        }
        scale.putObject("spec")
                .put("replicas", workload.path("spec").path("replicas").asInt());
        scale.putObject("status")
                .put("replicas", workload.path("status").path("replicas").asInt());
        return scale;
    }

    /** The workload with the number, and under the resourceVersion, that the scale names. */
    static ObjectNode written(ObjectNode workload, ObjectNode scale) {
        ObjectNode after = workload.deepCopy();
        after.withObject("/spec")
                .put("replicas", scale.path("spec").path("replicas").asInt());
        String version = Json.text(scale, "metadata", "resourceVersion");
        if (!version.isEmpty()) {
            Json.metadata(after).put("resourceVersion", version);
        }
        return after;
    }
}
