package io.capstan.drydock.workloads;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Deployment's status, in the sense in which {@code kubectl rollout status} reads it. */
final class DeploymentReport {
    private static final String COMPLETE = "NewReplicaSetAvailable";
    private static final String TIMED_OUT = "ProgressDeadlineExceeded";

    private DeploymentReport() {}

    /** @param started whether a new ReplicaSet has just been made */
    static DeploymentStatus of(Deployment deployment, Rollout rollout, boolean started, Instant now) {
        DeploymentStatus status = new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(rollout.present())
                .withUpdatedReplicas(rollout.updatedPods())
                .withReadyReplicas(rollout.ready())
                .withAvailableReplicas(rollout.available())
                .withUnavailableReplicas(Math.max(rollout.present() - rollout.available(), 0))
                .build();
        status.setConditions(
                List.of(available(deployment, rollout, now), progressing(deployment, status, rollout, started, now)));
        return status;
    }

    /** When the rollout will have stood still for too long, or never. */
    static Instant deadline(Deployment deployment, DeploymentStatus status, Instant now) {
        return status.getConditions().stream()
                .filter(condition -> condition.getType().equals("Progressing"))
                .filter(condition -> !List.of(COMPLETE, TIMED_OUT).contains(condition.getReason()))
                .map(condition -> deadline(deployment, condition))
                .filter(at -> at.isAfter(now))
                .findFirst()
                .orElse(Instant.MAX);
    }

    private static DeploymentCondition available(Deployment deployment, Rollout rollout, Instant now) {
        boolean enough = rollout.available() >= rollout.wanted() - rollout.maxUnavailable();
        return condition(
                deployment,
                "Available",
                enough,
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
                false,
                now);
    }

    private static DeploymentCondition progressing(
            Deployment deployment, DeploymentStatus status, Rollout rollout, boolean started, Instant now) {
        String name = "ReplicaSet \"" + newestName(rollout) + "\"";
        if (started) {
            return progress(deployment, "NewReplicaSetCreated", "Created new replica set", true, now);
        }
        if (rollout.isComplete()) {
            return progress(deployment, COMPLETE, name + " has successfully progressed.", false, now);
        }
        Optional<DeploymentCondition> present = present(deployment, "Progressing");
        if (present.isEmpty() || advanced(deployment.getStatus(), status)) {
            return progress(deployment, "ReplicaSetUpdated", name + " is progressing.", true, now);
        }
        DeploymentCondition last = present.get();
        boolean over = !deadline(deployment, last).isAfter(now);
        boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
        if (over && !paused && !List.of(COMPLETE, TIMED_OUT).contains(last.getReason())) {
            return condition(
                    deployment, "Progressing", false, TIMED_OUT, name + " has timed out progressing.", true, now);
        }
        return last;
    }

    private static boolean advanced(DeploymentStatus before, DeploymentStatus after) {
        int oldPods = number(before.getReplicas()) - number(before.getUpdatedReplicas());
        return number(after.getUpdatedReplicas()) > number(before.getUpdatedReplicas())
                || after.getReplicas() - after.getUpdatedReplicas() < oldPods
                || number(after.getReadyReplicas()) > number(before.getReadyReplicas())
                || number(after.getAvailableReplicas()) > number(before.getAvailableReplicas());
    }

    private static Instant deadline(Deployment deployment, DeploymentCondition progressing) {
        int seconds = Replicas.orElse(deployment.getSpec().getProgressDeadlineSeconds(), 600);
        return Instant.parse(progressing.getLastUpdateTime()).plusSeconds(seconds);
    }

    private static DeploymentCondition progress(
            Deployment deployment, String reason, String message, boolean moved, Instant now) {
        return condition(deployment, "Progressing", true, reason, message, moved, now);
    }

    /** @param moved whether its update time is now even if it says what it said before */
    private static DeploymentCondition condition(
            Deployment deployment,
            String type,
            boolean holds,
            String reason,
            String message,
            boolean moved,
            Instant now) {
        String value = holds ? "True" : "False";
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        Optional<DeploymentCondition> before = present(deployment, type);
        Optional<DeploymentCondition> sameValue =
                before.filter(condition -> condition.getStatus().equals(value));
        Optional<DeploymentCondition> same =
                sameValue.filter(condition -> condition.getReason().equals(reason));
        return new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withReason(reason)
                .withMessage(message)
                .withLastUpdateTime(
                        moved
                                ? time
                                : same.map(DeploymentCondition::getLastUpdateTime)
                                        .orElse(time))
                .withLastTransitionTime(sameValue
                        .map(DeploymentCondition::getLastTransitionTime)
                        .orElse(time))
                .build();
    }

    private static Optional<DeploymentCondition> present(Deployment deployment, String type) {
        DeploymentStatus status = deployment.getStatus();
        if (status == null) {
            return Optional.empty();
        }
        return status.getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    private static String newestName(Rollout rollout) {
        return rollout.updated().map(part -> part.set().getMetadata().getName()).orElse("");
    }

    private static int number(@Nullable Integer value) {
        return Replicas.orElse(value, 0);
    }
}
