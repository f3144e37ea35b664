package io.capstan.trust;

/** Where a workload's rollout stands, by the rules of {@code kubectl rollout status}. */
public sealed interface Rollout {
    /** Every pod is of the newest template, and available. */
    record Complete() implements Rollout {}

    /** @param waitingFor in words: {@code 1 of 3 updated replicas are available} */
    record InFlight(String waitingFor) implements Rollout {}

    /** @param reason {@code ProgressDeadlineExceeded: …}, with what the condition says and the pods that are not ready */
    record Failed(String reason) implements Rollout {}

    default boolean isComplete() {
        return this instanceof Complete;
    }
}
