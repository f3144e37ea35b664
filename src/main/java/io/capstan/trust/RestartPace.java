package io.capstan.trust;

import java.time.Duration;

/**
 * How fast a rollout of a workload can go.
 *
 * @param atOnce pods that may be replaced at the same time (surge plus unavailable, at least 1)
 * @param minReady {@code spec.minReadySeconds}
 */
public record RestartPace(int atOnce, Duration minReady) {
    public static final RestartPace ONE_BY_ONE = new RestartPace(1, Duration.ZERO);
}
