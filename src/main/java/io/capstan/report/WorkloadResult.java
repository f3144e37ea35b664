package io.capstan.report;

import io.capstan.rotation.Journal.Restarted;
import io.capstan.trust.ObjectRef;
import java.util.List;
import java.util.Locale;

/**
 * What a rotation has brought about for one workload.
 *
 * @param why the failure, what it waits for, or why it was skipped; empty if it was restarted
 * @param restarts in the order of time
 */
public record WorkloadResult(
        ObjectRef workload, boolean controlPlane, Result result, String why, List<Restarted> restarts) {
    public WorkloadResult {
        restarts = List.copyOf(restarts);
    }

    /** How it stands. */
    public enum Result {
        /** It was restarted, and rolled out. */
        RESTARTED,
        /** It was restarted, and its rollout failed. */
        FAILED,
        /** It was given up, cannot be restarted, ends by itself, or is no longer there. */
        SKIPPED,
        /** Its rollout goes on, or it has yet to be restarted. */
        WAITING;

        /** As people and metrics have it: {@code restarted}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
