package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.trust.RestartMark;
import io.capstan.trust.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Restarts a workload as {@code kubectl rollout restart} does: by an annotation in its pod template. */
public final class WorkloadRestart {
    private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
    private static final String TEMPLATE = "/spec/template/metadata";

    private final Api api;

    public WorkloadRestart(KubernetesClient client) {
        this.api = new Api(client);
    }

    /**
     * Restarts {@code workload} unless its template was changed since it was seen. The condition is uid and generation: a
     * whole resourceVersion would conflict with every change of its status.
     */
    public Outcome restart(Workload workload, RestartMark mark, Instant now) {
        Target target = resource(workload)
                .named(workload.ref().namespace(), workload.ref().name());
        Optional<KubeObject> found = api.find(target, Sieve.ALL);
        if (found.isEmpty()) {
            return Outcome.CONFLICT; // deleted meanwhile: then there is nothing to restart
        }
        KubeObject present = found.get();
        JsonNode template = present.json().at(TEMPLATE);
        boolean isAsSeen = present.uid().equals(workload.uid())
                && KubeObject.text(template.path("annotations").path(RESTARTED_AT))
                        .equals(workload.restartedAt());
        return isAsSeen ? Outcome.of(api.patch(target, patch(present, template, mark, now)), target) : Outcome.CONFLICT;
    }

    private static Resource resource(Workload workload) {
        return List.of(Resource.DEPLOYMENT, Resource.STATEFUL_SET, Resource.DAEMON_SET).stream()
                .filter(kind -> kind.kind().equals(workload.ref().kind()))
                .findFirst()
                .orElseThrow(() -> new ClusterException(workload.ref() + " is of a kind that cannot be restarted"));
    }

    private static ArrayNode patch(KubeObject present, JsonNode template, RestartMark mark, Instant now) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject().put("op", "test").put("path", "/metadata/uid").put("value", present.uid());
        patch.addObject().put("op", "test").put("path", "/metadata/generation").put("value", present.generation());
        JsonNode annotations = template.path("annotations");
        ObjectNode changed = annotations.isObject() ? annotations.deepCopy() : JsonNodeFactory.instance.objectNode();
        changed.put(RESTARTED_AT, now.toString()).put(RestartMark.ANNOTATION, mark.toString());
        if (template.isMissingNode()) {
            patch.addObject()
                    .put("op", "add")
                    .put("path", TEMPLATE)
                    .putObject("value")
                    .set("annotations", changed);
        } else {
            patch.addObject()
                    .put("op", "add")
                    .put("path", TEMPLATE + "/annotations")
                    .set("value", changed);
        }
        return patch;
    }
}
