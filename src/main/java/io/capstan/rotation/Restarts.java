package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.trust.Restart;
import io.capstan.trust.RestartMark;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Rollout;
import io.capstan.trust.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Restarts of some workloads for one cause, batch by batch: a batch is started only when the one before is rolled out, and
 * whatever fails stops all that would follow.
 */
final class Restarts {
    private final List<Pending> pending;
    private final Certificate anchor;
    private final Cause cause;
    private final Instant now;
    private final Policy policy;

    /**
     * A workload that may need a restart.
     *
     * @param needed whether a live pod of it is not as it should be
     * @param leaving whether only pods on their way out are not
     */
    record Pending(Workload workload, boolean needed, boolean leaving) {
        boolean isOver() {
            return !needed && !leaving;
        }
    }

    Restarts(List<Pending> pending, Certificate anchor, Cause cause, Instant now, Policy policy) {
        this.pending = pending;
        this.anchor = anchor;
        this.cause = cause;
        this.now = now;
        this.policy = policy;
    }

    /** The next thing to do about them; empty if there is nothing left to do. */
    Optional<Decision> next(String why) {
        List<String> failures = failures();
        if (!failures.isEmpty()) {
            return Optional.of(new Decision.Refuse(failures));
        }
        List<Workload> ours = pending.stream()
                .map(Pending::workload)
                .filter(workload -> isMarked(workload) && !workload.rollout().isComplete())
                .toList();
        List<Workload> batch = cause.isUrgent() || ours.isEmpty() ? batch() : List.of();
        if (!batch.isEmpty()) {
            return Optional.of(new Decision.Act(
                    new Step.Restart(batch, anchor.fingerprint().abbreviated(), cause), why));
        }
        return ours.isEmpty() ? waiting() : Optional.of(Decision.waitFor("rollout of " + names(ours)));
    }

    private List<Workload> batch() {
        return pending.stream()
                .filter(Pending::needed)
                .map(Pending::workload)
                .filter(workload -> workload.restart().isPossible() && mayBegin(workload))
                .limit(cause.isUrgent() ? pending.size() : policy.restarts().parallelism())
                .toList();
    }

    /** A rollout of somebody else's goes first, but not where it cannot end: pods that refuse their peers never get ready. */
    private boolean mayBegin(Workload workload) {
        return workload.rollout().isComplete() || (cause.isUrgent() && !isMarked(workload));
    }

    private Optional<Decision> waiting() {
        List<Pending> open = pending.stream().filter(p -> !p.isOver()).toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        List<String> blocked = open.stream()
                .filter(Pending::needed)
                .map(Pending::workload)
                .filter(workload -> workload.restart() instanceof Restart.Impossible)
                .map(workload -> blocked(workload, (Restart.Impossible) workload.restart()))
                .toList();
        boolean othersMove =
                open.stream().anyMatch(p -> p.leaving() || !(p.workload().restart() instanceof Restart.Impossible));
        if (!blocked.isEmpty() && !othersMove) {
            return Optional.of(new Decision.Refuse(blocked));
        }
        return Optional.of(Decision.waitFor(open.stream().map(Restarts::text).collect(Collectors.joining("; "))));
    }

    private List<String> failures() {
        List<Pending> concerned = pending.stream()
                .filter(p -> p.needed() || isMarked(p.workload()))
                .toList();
        Stream<String> rollouts = dependOnEachOther()
                ? Stream.empty()
                : concerned.stream()
                        .map(Pending::workload)
                        .flatMap(workload -> RolloutFailure.of(workload, isMarked(workload), now, policy).stream());
        return Stream.concat(rollouts, concerned.stream().flatMap(p -> inVain(p).stream()))
                .toList();
    }

    /**
     * What is restarted all at once gets ready together: the pods of one wait for leaves from identity, which is among the
     * others. A rollout that has failed says nothing as long as some are yet to begin, or have just begun.
     */
    private boolean dependOnEachOther() {
        boolean haveJustBegun = pending.stream()
                .map(Pending::workload)
                .anyMatch(workload -> isMarked(workload) && RolloutFailure.hasTime(workload, now, policy));
        return cause.isUrgent() && (haveJustBegun || !batch().isEmpty());
    }

    private Optional<String> inVain(Pending p) {
        Workload workload = p.workload();
        if (p.needed()
                && workload.rollout().isComplete()
                && RestartMark.attempts(workload.restartedFor(), anchor, cause) >= policy.restartAttempts()) {
            return Optional.of(workload.ref() + " was restarted " + policy.restartAttempts()
                    + " times and its pods are still not as they should be ("
                    + cause.wanted() + "); look at one of its pods");
        }
        return Optional.empty();
    }

    private boolean isMarked(Workload workload) {
        return RestartMark.attempts(workload.restartedFor(), anchor, cause) > 0;
    }

    static String blocked(Workload workload, Restart.Impossible restart) {
        return workload.ref() + " cannot be restarted: " + restart.why() + "; " + restart.hint()
                + ", or give it up with --leave " + workload.ref().slashed();
    }

    static String standing(Rollout rollout) {
        if (rollout instanceof Rollout.InFlight inFlight) {
            return inFlight.waitingFor();
        }
        return rollout instanceof Rollout.Failed failed ? failed.reason() : "complete";
    }

    private static String text(Pending p) {
        Workload workload = p.workload();
        if (p.leaving() && !p.needed()) {
            return "old pods of " + workload.ref() + " to be gone";
        }
        if (workload.restart() instanceof Restart.EndsByItself ends) {
            return workload.ref() + " to end (" + ends.why() + ")";
        }
        if (workload.restart() instanceof Restart.Impossible impossible) {
            return workload.ref() + ", which cannot be restarted (" + impossible.why() + ")";
        }
        return "rollout of " + workload.ref() + " (" + standing(workload.rollout()) + ")";
    }

    private static String names(List<Workload> workloads) {
        return workloads.stream()
                .map(workload -> workload.ref() + " (" + standing(workload.rollout()) + ")")
                .collect(Collectors.joining(", "));
    }
}
