package io.capstan.rotation;

import io.capstan.trust.Rollout;
import io.capstan.trust.Workload;
import io.capstan.window.Durations;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** When a rollout is given up. Kubernetes itself never calls that of a StatefulSet or a DaemonSet failed. */
public final class RolloutFailure {
    private RolloutFailure() {}

    /**
     * What is wrong with the rollout of {@code workload}, as a sentence that names it and says what to do.
     *
     * @param isOurs whether a restart of Capstan began it: others may take as long as they like
     */
    public static Optional<String> of(Workload workload, boolean isOurs, Instant now, Policy policy) {
        if (workload.rollout() instanceof Rollout.Failed failed) {
            return Optional.of("the rollout of " + workload.ref() + " failed: " + failed.reason() + hint(workload));
        }
        if (workload.rollout() instanceof Rollout.InFlight inFlight && isOurs && isOverdue(workload, now, policy)) {
            return Optional.of("the rollout of " + workload.ref() + " has not ended within "
                    + Durations.text(policy.rolloutTimeout()) + ": " + inFlight.waitingFor() + stuckPods(workload)
                    + hint(workload));
        }
        return Optional.empty();
    }

    /** What was restarted because it refuses its peers fails until it is mended. */
    private static String hint(Workload workload) {
        boolean isUrgent =
                workload.restartedFor().filter(mark -> mark.cause().isUrgent()).isPresent();
        return isUrgent
                ? "; mend it, then rotate again"
                : "; mend it (old and new pods work side by side), then rotate again";
    }

    /** Kubernetes, "StatefulSets", section "Forced rollback": it waits for them even where its template has been mended. */
    private static String stuckPods(Workload workload) {
        return workload.ref().kind().equals("StatefulSet")
                ? "; it makes no new pod before the others are ready, so delete its pods that are not ready"
                : "";
    }

    /** Whether its restart is so recent that its rollout may still go on. */
    static boolean hasTime(Workload workload, Instant now, Policy policy) {
        return limit(workload, policy).filter(limit -> !now.isAfter(limit)).isPresent();
    }

    private static boolean isOverdue(Workload workload, Instant now, Policy policy) {
        return limit(workload, policy).filter(now::isAfter).isPresent();
    }

    /** Until when its rollout may take; empty if nobody knows when it was restarted. */
    private static Optional<Instant> limit(Workload workload, Policy policy) {
        return workload.restartedAt().flatMap(RolloutFailure::instant).map(at -> at.plus(policy.rolloutTimeout()));
    }

    private static Optional<Instant> instant(String rfc3339) {
        try {
            return Optional.of(OffsetDateTime.parse(rfc3339).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty(); // somebody else's annotation: then there is no time to go by
        }
    }
}
