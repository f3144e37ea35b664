package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.trust.RestartMark;
import io.capstan.trust.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Restarts workloads as {@code kubectl rollout restart} does: by an annotation in the pod template. */
public final class Restarts {
    private static final String TEMPLATE_METADATA = "/spec/template/metadata";
    private static final List<Resource> KINDS =
            List.of(Resource.DEPLOYMENT, Resource.STATEFUL_SET, Resource.DAEMON_SET);

    private final Api api;

    public Restarts(KubernetesClient client) {
        this.api = new Api(client);
    }

    /**
     * Starts a rollout of {@code seen}, a Deployment, StatefulSet or DaemonSet. It depends on the pod template's metadata,
     * not on the whole object's version, which every change of its status would move.
     *
     * @param mark what it is restarted for; it goes into the template too
     * @param at the time that the annotation names, to the second
     * @return a conflict if it is another object of that name, or somebody has restarted it since it was seen
     * @throws ClusterException if it may not be written
     */
    public Outcome restart(Workload seen, RestartMark mark, Instant at) {
        Target target = target(seen);
        return api.find(target, Sieve.ALL)
                .map(present -> restart(target, seen, present, mark, at))
                .orElse(new Outcome.Conflict(target + " is gone"));
    }

    private Outcome restart(Target target, Workload seen, KubeObject present, RestartMark mark, Instant at) {
        KubeObject template = new KubeObject(present.spec().path("template"));
        Optional<String> restartedAt = template.annotation(WorkloadReading.RESTARTED_AT);
        if (!restartedAt.equals(seen.restartedAt())) {
            return new Outcome.Conflict(target + " has been restarted since it was looked at");
        }
        JsonNode before = template.metadata();
        ObjectNode annotations = before.path("annotations").isObject()
                ? before.path("annotations").deepCopy()
                : ((ObjectNode) before).objectNode();
        annotations.put(
                WorkloadReading.RESTARTED_AT, at.truncatedTo(ChronoUnit.SECONDS).toString());
        annotations.put(RestartMark.ANNOTATION, mark.toString());
        JsonPatch patch = new JsonPatch()
                .test("/metadata/uid", seen.uid())
                // As a whole: a JSON Patch cannot test that an annotation is absent.
                .test(TEMPLATE_METADATA, before)
                .put(TEMPLATE_METADATA + "/annotations", annotations);
        return Api.outcome(target, api.patch(target, patch.operations()));
    }

    private static Target target(Workload workload) {
        return KINDS.stream()
                .filter(kind -> kind.kind().equals(workload.ref().kind()))
                .map(kind ->
                        kind.named(workload.ref().namespace(), workload.ref().name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("cannot restart " + workload.ref()));
    }
}
