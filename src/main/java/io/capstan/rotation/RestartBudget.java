package io.capstan.rotation;

import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.Snapshot;
import io.capstan.trust.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How long the restarts of this cluster take: what a rotation must get done between two renewals of the issuer. */
public final class RestartBudget {
    private RestartBudget() {}

    /** From a new anchor in the bundle until every verifier has loaded it. */
    public static Duration of(Snapshot snapshot, Policy policy) {
        return bundleLag(policy).plus(sum(batches(snapshot, policy)));
    }

    /** What each batch takes until every verifier has loaded a new anchor, in their order. */
    public static List<Duration> batches(Snapshot snapshot, Policy policy) {
        return Stream.of(
                        dataPlaneBatches(snapshot, policy),
                        otherControlPlaneBatches(snapshot, policy),
                        identityBatches(snapshot, policy))
                .flatMap(List::stream)
                .toList();
    }

    /** One restart of every workload of the data plane. */
    public static Duration dataPlane(Snapshot snapshot, Policy policy) {
        return sum(dataPlaneBatches(snapshot, policy));
    }

    /** One restart of the control plane, identity after the others. */
    public static Duration controlPlane(Snapshot snapshot, Policy policy) {
        return sum(otherControlPlaneBatches(snapshot, policy)).plus(identity(snapshot, policy));
    }

    /** One restart of identity. */
    public static Duration identity(Snapshot snapshot, Policy policy) {
        return sum(identityBatches(snapshot, policy));
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

    private static List<Duration> dataPlaneBatches(Snapshot snapshot, Policy policy) {
        return batches(
                policy,
                snapshot.dataPlane().workloads().stream()
                        .map(MeshedWorkload::workload)
                        .filter(workload -> workload.restart().isPossible()));
    }

    private static List<Duration> otherControlPlaneBatches(Snapshot snapshot, Policy policy) {
        return batches(policy, snapshot.controlPlane().withoutIdentity().map(Component::workload));
    }

    private static List<Duration> identityBatches(Snapshot snapshot, Policy policy) {
        return batches(policy, snapshot.controlPlane().identity().stream().map(Component::workload));
    }

    private static List<Duration> batches(Policy policy, Stream<Workload> workloads) {
        return policy.restarts()
                .batches(workloads.map(workload -> of(workload, policy)).toList());
    }

    private static Duration sum(List<Duration> durations) {
        return durations.stream().reduce(Duration.ZERO, Duration::plus);
    }
}
