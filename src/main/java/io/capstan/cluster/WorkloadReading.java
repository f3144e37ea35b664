package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.RestartMark;
import io.capstan.trust.RestartPace;
import io.capstan.trust.Rollout;
import io.capstan.trust.Workload;
import java.time.Duration;
import java.util.Optional;

/** Makes a Workload of a Deployment, StatefulSet or DaemonSet of apps/v1. */
final class WorkloadReading {
    /** What {@code kubectl rollout restart} sets. */
    static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

    private final RestartRules rules;

    WorkloadReading(Namespaces namespaces) {
        this.rules = new RestartRules(namespaces);
    }

    Workload of(KubeObject object, String kind) {
        ObjectRef ref = new ObjectRef(kind, object.namespace(), object.name());
        KubeObject template = new KubeObject(object.spec().path("template"));
        return new Workload(
                ref,
                object.uid(),
                replicas(object, kind),
                pace(object, kind),
                RolloutStatus.of(object, kind),
                rules.of(ref, object),
                template.annotation(RESTARTED_AT),
                template.annotation(RestartMark.ANNOTATION).flatMap(RestartMark::parse));
    }

    /** What owns {@code pods} pods and cannot be read, or need not be. */
    static Workload unread(ObjectRef owner, int pods) {
        boolean isOfReadKind = owner.kind().equals("Deployment")
                || owner.kind().equals("StatefulSet")
                || owner.kind().equals("DaemonSet");
        return new Workload(
                owner,
                "",
                pods,
                RestartPace.ONE_BY_ONE,
                new Rollout.Complete(),
                isOfReadKind ? RestartRules.ofDeleted(owner) : RestartRules.ofOther(owner),
                Optional.empty(),
                Optional.empty());
    }

    private static int replicas(KubeObject object, String kind) {
        return kind.equals("DaemonSet")
                ? object.status().path("desiredNumberScheduled").asInt()
                : RolloutStatus.replicas(object);
    }

    private static RestartPace pace(KubeObject object, String kind) {
        int atOnce = switch (kind) {
            case "Deployment" -> deploymentPace(object);
            case "DaemonSet" -> daemonSetPace(object);
            default -> 1;
        };
        return new RestartPace(
                Math.max(1, atOnce),
                Duration.ofSeconds(object.spec().path("minReadySeconds").asLong()));
    }

    /** By Kubernetes' defaults, 25% each; surge is rounded up, unavailable down. Recreate replaces all at once. */
    private static int deploymentPace(KubeObject deployment) {
        int replicas = RolloutStatus.replicas(deployment);
        JsonNode strategy = deployment.spec().path("strategy");
        if (strategy.path("type").asText().equals("Recreate")) {
            return replicas;
        }
        JsonNode update = strategy.path("rollingUpdate");
        return Numbers.resolve(update.path("maxSurge"), "25%", replicas, true)
                + Numbers.resolve(update.path("maxUnavailable"), "25%", replicas, false);
    }

    private static int daemonSetPace(KubeObject daemonSet) {
        int pods = replicas(daemonSet, "DaemonSet");
        JsonNode update = daemonSet.spec().path("updateStrategy").path("rollingUpdate");
        return Numbers.resolve(update.path("maxSurge"), "0", pods, true)
                + Numbers.resolve(update.path("maxUnavailable"), "1", pods, true);
    }
}
