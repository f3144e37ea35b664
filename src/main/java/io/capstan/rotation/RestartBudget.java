package io.capstan.rotation;

import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.trust.Verifier;
import io.capstan.trust.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How long the restarts of this cluster take: what a rotation must get done between two renewals of the issuer. */
public final class RestartBudget {
    private RestartBudget() {}

    /** From a new anchor in the bundle until every verifier has loaded it. */
    public static Duration of(Snapshot snapshot, Policy policy) {
        return bundleLag(policy).plus(sum(batches(snapshot, policy)));
    }

    /** What is left of the restarts: those of workloads that lack the anchor, or all where the cause is another one. */
    static Duration left(TrustState state, Policy policy) {
        return sum(batches(state.snapshot(), policy, lacking(state)));
    }

    /** The workloads that lack the anchor; all where none does. */
    static Predicate<Workload> lacking(TrustState state) {
        Set<ObjectRef> without =
                state.withoutAnchor().stream().map(Verifier::owner).collect(Collectors.toSet());
        return workload -> without.isEmpty() || without.contains(workload.ref());
    }

    /** What each batch takes until every verifier has loaded a new anchor, in their order. */
    public static List<Duration> batches(Snapshot snapshot, Policy policy) {
        return batches(snapshot, policy, workload -> true);
    }

    private static List<Duration> batches(Snapshot snapshot, Policy policy, Predicate<Workload> which) {
        return Stream.of(dataPlane(snapshot), otherControlPlane(snapshot), identity(snapshot))
                .flatMap(workloads -> batches(policy, workloads.filter(which)).stream())
                .toList();
    }

    /** One restart of every workload of the data plane. */
    public static Duration dataPlane(Snapshot snapshot, Policy policy) {
        return dataPlane(snapshot, policy, workload -> true);
    }

    /** One restart of those workloads of the data plane. */
    static Duration dataPlane(Snapshot snapshot, Policy policy, Predicate<Workload> which) {
        return sum(batches(policy, dataPlane(snapshot).filter(which)));
    }

    /** One restart of the control plane, identity after the others. */
    public static Duration controlPlane(Snapshot snapshot, Policy policy) {
        return controlPlane(snapshot, policy, workload -> true);
    }

    /** One restart of those of the control plane. */
    static Duration controlPlane(Snapshot snapshot, Policy policy, Predicate<Workload> which) {
        return sum(batches(policy, otherControlPlane(snapshot).filter(which)))
                .plus(sum(batches(policy, identity(snapshot).filter(which))));
    }

    /** One restart of identity. */
    public static Duration identity(Snapshot snapshot, Policy policy) {
        return sum(batches(policy, identity(snapshot)));
    }

    /** From a change of the anchor's Secret until every volume shows the bundle. */
    public static Duration bundleLag(Policy policy) {
        return policy.margins().volumeLag().plus(policy.margins().clockSkew());
    }

    /** One rollout: as long as it took last time, else by its replicas and how many of them are replaced at once. */
    public static Duration of(Workload workload, Policy policy) {
        return Optional.ofNullable(policy.measured().get(workload.ref()))
                .orElseGet(() -> policy.restarts()
                        .of(
                                workload.replicas(),
                                workload.pace().atOnce(),
                                workload.pace().minReady()));
    }

    /** One batch. */
    static Duration ofBatch(List<Workload> batch, Policy policy) {
        return sum(batches(policy, batch.stream()));
    }

    private static Stream<Workload> dataPlane(Snapshot snapshot) {
        return snapshot.dataPlane().workloads().stream()
                .map(MeshedWorkload::workload)
                .filter(workload -> workload.restart().isPossible());
    }

    private static Stream<Workload> otherControlPlane(Snapshot snapshot) {
        return snapshot.controlPlane().withoutIdentity().map(Component::workload);
    }

    private static Stream<Workload> identity(Snapshot snapshot) {
        return snapshot.controlPlane().identity().stream().map(Component::workload);
    }

    private static List<Duration> batches(Policy policy, Stream<Workload> workloads) {
        return policy.restarts()
                .batches(workloads.map(workload -> of(workload, policy)).toList());
    }

    private static Duration sum(List<Duration> durations) {
        return durations.stream().reduce(Duration.ZERO, Duration::plus);
    }
}
