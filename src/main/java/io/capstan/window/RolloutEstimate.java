package io.capstan.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long rolling restarts take, from what is known beforehand.
 *
 * @param perPod from the creation of a pod to Ready, together with the end of the pod that it replaces
 * @param parallelism workloads restarted at the same time
 */
public record RolloutEstimate(Duration perPod, int parallelism) {

    /** One workload's rollout: {@code replicas} pods, {@code atOnce} of them at a time. */
    public Duration of(int replicas, int atOnce, Duration minReady) {
        int rounds = (Math.max(replicas, 1) + Math.max(atOnce, 1) - 1) / Math.max(atOnce, 1);
        return perPod.plus(minReady).multipliedBy(rounds);
    }

    /** What each batch of {@link #parallelism} rollouts takes: as long as its longest. */
    public List<Duration> batches(List<Duration> rollouts) {
        List<Duration> batches = new ArrayList<>();
        for (int from = 0; from < rollouts.size(); from += parallelism) {
            List<Duration> batch = rollouts.subList(from, Math.min(from + parallelism, rollouts.size()));
            batches.add(Collections.max(batch));
        }
        return batches;
    }
}
