package io.capstan.rotation;

import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.Snapshot;
import io.capstan.trust.Workload;
import io.capstan.window.RolloutEstimate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** How long the restarts of this cluster take: what a rotation must get done between two renewals of the issuer. */
public final class RestartBudget {
    private RestartBudget() {}

    /** From a new anchor in the bundle until every verifier has loaded it. */
    public static Duration of(Snapshot snapshot, Policy policy) {
        return bundleLag(policy).plus(dataPlane(snapshot, policy)).plus(controlPlane(snapshot, policy));
    }

    /** One restart of every workload of the data plane. */
    public static Duration dataPlane(Snapshot snapshot, Policy policy) {
        return policy.restarts()
                .ofBatches(rollouts(
                        policy,
                        snapshot.dataPlane().workloads().stream()
                                .map(MeshedWorkload::workload)
                                .filter(workload -> workload.restart().isPossible())));
    }

    /** One restart of the control plane, identity after the others. */
    public static Duration controlPlane(Snapshot snapshot, Policy policy) {
        RolloutEstimate restarts = policy.restarts();
        Duration others = restarts.ofBatches(
                rollouts(policy, snapshot.controlPlane().withoutIdentity().map(Component::workload)));
        return others.plus(identity(snapshot, policy));
    }

    /** One restart of identity. */
    public static Duration identity(Snapshot snapshot, Policy policy) {
        return policy.restarts()
                .ofBatches(rollouts(
                        policy, snapshot.controlPlane().identity().stream().map(Component::workload)));
    }

    /** From a change of the anchor's Secret until every volume shows the bundle. */
    public static Duration bundleLag(Policy policy) {
        return policy.margins().volumeLag().plus(policy.margins().clockSkew());
    }

    /** One rollout. */
    public static Duration of(Workload workload, Policy policy) {
        return policy.restarts()
                .of(
                        workload.replicas(),
                        workload.pace().atOnce(),
                        workload.pace().minReady());
    }

    private static List<Duration> rollouts(Policy policy, Stream<Workload> workloads) {
        return workloads.map(workload -> of(workload, policy)).toList();
    }
}
