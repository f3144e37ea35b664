package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.trust.Rollout;
import java.util.Optional;

/** The rules of {@code kubectl rollout status} (kubectl 1.37, pkg/polymorphichelpers/rollout_status.go). */
final class RolloutStatus {
    private RolloutStatus() {}

    static Rollout of(KubeObject workload, String kind) {
        return switch (kind) {
            case "Deployment" -> deployment(workload);
            case "StatefulSet" -> statefulSet(workload);
            case "DaemonSet" -> daemonSet(workload);
            default -> new Rollout.Complete();
        };
    }

    static Rollout deployment(KubeObject deployment) {
        JsonNode status = deployment.status();
        if (isUnobserved(deployment)) {
            return unobserved();
        }
        Optional<JsonNode> progressing = deployment
                .condition("Progressing")
                .filter(condition -> condition.path("reason").asText().equals("ProgressDeadlineExceeded"));
        if (progressing.isPresent()) {
            return new Rollout.Failed("ProgressDeadlineExceeded: "
                    + progressing.get().path("message").asText());
        }
        int wanted = replicas(deployment);
        int updated = status.path("updatedReplicas").asInt();
        int present = status.path("replicas").asInt();
        int available = status.path("availableReplicas").asInt();
        if (updated < wanted) {
            return inFlight(updated + " of " + wanted + " new pods have been made");
        }
        if (present > updated) {
            return inFlight((present - updated) + " old pods are still there");
        }
        if (available < updated) {
            return inFlight(available + " of " + updated + " new pods are available");
        }
        return new Rollout.Complete();
    }

    /** Under OnDelete there is no rollout to wait for; a partition leaves the pods below it as they are. */
    static Rollout statefulSet(KubeObject statefulSet) {
        if (isOnDelete(statefulSet)) {
            return new Rollout.Complete();
        }
        JsonNode status = statefulSet.status();
        if (status.path("observedGeneration").asLong() == 0 || isUnobserved(statefulSet)) {
            return unobserved();
        }
        int wanted = replicas(statefulSet);
        int ready = status.path("readyReplicas").asInt();
        int updated = status.path("updatedReplicas").asInt();
        if (ready < wanted) {
            return inFlight(ready + " of " + wanted + " pods are ready");
        }
        JsonNode rollingUpdate = statefulSet.spec().path("updateStrategy").path("rollingUpdate");
        if (rollingUpdate.isObject()) {
            int wantedNew = wanted - partition(statefulSet);
            return updated < wantedNew
                    ? inFlight(updated + " of " + wantedNew + " new pods have been made")
                    : new Rollout.Complete();
        }
        boolean isOneRevision = status.path("updateRevision").equals(status.path("currentRevision"));
        return isOneRevision
                ? new Rollout.Complete()
                : inFlight(updated + " of " + wanted + " new pods have been made");
    }

    static Rollout daemonSet(KubeObject daemonSet) {
        if (isOnDelete(daemonSet)) {
            return new Rollout.Complete();
        }
        if (isUnobserved(daemonSet)) {
            return unobserved();
        }
        JsonNode status = daemonSet.status();
        int wanted = status.path("desiredNumberScheduled").asInt();
        int updated = status.path("updatedNumberScheduled").asInt();
        int available = status.path("numberAvailable").asInt();
        if (updated < wanted) {
            return inFlight(updated + " of " + wanted + " new pods have been made");
        }
        if (available < wanted) {
            return inFlight(available + " of " + wanted + " new pods are available");
        }
        return new Rollout.Complete();
    }

    static boolean isOnDelete(KubeObject workload) {
        return workload.spec().path("updateStrategy").path("type").asText().equals("OnDelete");
    }

    static int partition(KubeObject statefulSet) {
        return statefulSet
                .spec()
                .path("updateStrategy")
                .path("rollingUpdate")
                .path("partition")
                .asInt();
    }

    static int replicas(KubeObject workload) {
        return workload.spec().path("replicas").asInt(1);
    }

    private static boolean isUnobserved(KubeObject workload) {
        return workload.generation()
                > workload.status().path("observedGeneration").asLong();
    }

    private static Rollout unobserved() {
        return inFlight("its controller has not yet seen the change");
    }

    private static Rollout inFlight(String waitingFor) {
        return new Rollout.InFlight(waitingFor);
    }
}
