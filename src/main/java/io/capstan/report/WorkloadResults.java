package io.capstan.report;

import io.capstan.report.WorkloadResult.Result;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Journal.Restarted;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Restart;
import io.capstan.trust.RestartMark;
import io.capstan.trust.Rollout;
import io.capstan.trust.TrustState;
import io.capstan.trust.Verifier;
import io.capstan.trust.Workload;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has become of each workload, from the journal and from how it stands now. */
final class WorkloadResults {
    private final Intent intent;
    private final TrustState state;
    private final Map<ObjectRef, List<Restarted>> restarts;
    private final Set<ObjectRef> withoutAnchor;
    private final Set<ObjectRef> controlPlane;

    private WorkloadResults(Intent intent, TrustState state) {
        this.intent = intent;
        this.state = state;
        this.restarts = intent.journal().restarts().stream()
                .collect(Collectors.groupingBy(Restarted::workload, LinkedHashMap::new, Collectors.toList()));
        this.withoutAnchor =
                state.withoutAnchor().stream().map(Verifier::owner).collect(Collectors.toUnmodifiableSet());
        this.controlPlane = state.snapshot().controlPlane().components().stream()
                .map(component -> component.workload().ref())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Of whatever was restarted, is to be, or cannot be: the data plane, the control plane, and what has gone since. */
    static List<WorkloadResult> of(Intent intent, TrustState state) {
        WorkloadResults results = new WorkloadResults(intent, state);
        return Stream.concat(results.present(), results.gone()).toList();
    }

    private Stream<WorkloadResult> present() {
        return state.snapshot().workloads().flatMap(workload -> result(workload).stream());
    }

    private Stream<WorkloadResult> gone() {
        Set<ObjectRef> present = state.snapshot().workloads().map(Workload::ref).collect(Collectors.toSet());
        return restarts.entrySet().stream()
                .filter(entry -> !present.contains(entry.getKey()))
                .map(entry -> new WorkloadResult(
                        entry.getKey(),
                        false,
                        Result.SKIPPED,
                        "it had no meshed pods any more, or was gone",
                        entry.getValue()));
    }

    private Optional<WorkloadResult> result(Workload workload) {
        List<Restarted> begun = begun(workload);
        Optional<String> skipped = skipped(workload);
        if (skipped.isPresent()) {
            return Optional.of(row(workload, Result.SKIPPED, skipped.get(), begun));
        }
        boolean isOpen = withoutAnchor.contains(workload.ref());
        if (begun.isEmpty()) {
            return isOpen
                    ? Optional.of(row(workload, Result.WAITING, "it is to load the new anchor", begun))
                    : Optional.empty();
        }
        boolean wasCompleted = begun.get(begun.size() - 1).completed().isPresent();
        if (!wasCompleted && workload.rollout() instanceof Rollout.Failed failed) {
            return Optional.of(row(workload, Result.FAILED, failed.reason(), begun));
        }
        if (!wasCompleted && workload.rollout() instanceof Rollout.InFlight inFlight) {
            return Optional.of(row(workload, Result.WAITING, inFlight.waitingFor(), begun));
        }
        return Optional.of(
                isOpen
                        ? row(
                                workload,
                                Result.WAITING,
                                "a pod of it is not certain to have loaded the new anchor",
                                begun)
                        : row(workload, Result.RESTARTED, "", begun));
    }

    private WorkloadResult row(Workload workload, Result result, String why, List<Restarted> begun) {
        return new WorkloadResult(workload.ref(), controlPlane.contains(workload.ref()), result, why, begun);
    }

    private Optional<String> skipped(Workload workload) {
        if (intent.left().contains(workload.ref())) {
            return Optional.of("left, as it was asked for");
        }
        if (workload.restart() instanceof Restart.Impossible impossible) {
            return Optional.of("cannot be restarted: " + impossible.why());
        }
        return workload.restart() instanceof Restart.EndsByItself ends ? Optional.of(ends.why()) : Optional.empty();
    }

    /** A journal holds only so many restarts, and may have been lost: then the workload itself tells of its last one. */
    private List<Restarted> begun(Workload workload) {
        List<Restarted> noted = restarts.getOrDefault(workload.ref(), List.of());
        return noted.isEmpty() ? marked(workload).stream().toList() : noted;
    }

    private Optional<Restarted> marked(Workload workload) {
        Optional<RestartMark> mark = workload.restartedFor()
                .filter(one -> one.anchor().equals(state.anchor().fingerprint().abbreviated()));
        return mark.flatMap(one -> workload.restartedAt()
                .flatMap(WorkloadResults::instant)
                .map(at -> new Restarted(workload.ref(), one.cause(), at, Optional.empty())));
    }

    private static Optional<Instant> instant(String rfc3339) {
        try {
            return Optional.of(OffsetDateTime.parse(rfc3339).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty(); // anybody may write that annotation
        }
    }
}
