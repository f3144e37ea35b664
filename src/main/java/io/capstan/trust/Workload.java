package io.capstan.trust;

import java.util.Optional;

/**
 * What owns pods and can be restarted.
 *
 * @param ref kind Deployment, StatefulSet or DaemonSet; for pods that nothing of these owns, the Job, CronJob, ReplicaSet or
 *     the Pod itself
 * @param uid the condition of a conditional write; empty if the object was not read
 * @param replicas wanted
 * @param restart whether and how it can be restarted
 * @param restartedAt the pod template's {@code kubectl.kubernetes.io/restartedAt}, if any
 * @param restartedFor the pod template's {@code capstan.io/restarted-for}, if Capstan has restarted it
 */
public record Workload(
        ObjectRef ref,
        String uid,
        int replicas,
        RestartPace pace,
        Rollout rollout,
        Restart restart,
        Optional<String> restartedAt,
        Optional<RestartMark> restartedFor) {}
