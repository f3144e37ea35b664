package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.trust.Rollout;
import io.capstan.trust.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Says of a failed rollout which pods hold it up. */
final class UnreadyPods {
    private static final int NAMED = 3;
    private static final int LOOKED_AT = 100;

    private final Api api;

    UnreadyPods(Api api) {
        this.api = api;
    }

    /** {@code workload} itself unless its rollout has failed. */
    Workload explain(Workload workload, KubeObject object) {
        if (!(workload.rollout() instanceof Rollout.Failed failed)) {
            return workload;
        }
        List<String> unready = new ArrayList<>();
        String selector = Labels.selector(object.spec().path("selector"));
        api.few(Resource.POD.in(object.namespace()), Selection.unfinished(selector), LOOKED_AT, pod -> {
            if (!pod.hasCondition("Ready") && unready.size() < NAMED) {
                unready.add(pod.name() + why(pod));
            }
        });
        String named = unready.isEmpty() ? "" : "; not ready: " + String.join(", ", unready);
        return new Workload(
                workload.ref(),
                workload.uid(),
                workload.replicas(),
                workload.pace(),
                new Rollout.Failed(failed.reason() + named),
                workload.restart(),
                workload.restartedAt(),
                workload.restartedFor());
    }

    private static String why(KubeObject pod) {
        return Stream.concat(
                        KubeObject.stream(pod.status().path("initContainerStatuses")),
                        KubeObject.stream(pod.status().path("containerStatuses")))
                .map(container -> container.path("state").path("waiting").path("reason"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(reason -> !reason.equals("PodInitializing"))
                .findFirst()
                .or(() -> KubeObject.text(pod.status().path("phase")))
                .map(reason -> " (" + reason + ")")
                .orElse("");
    }
}
