package io.capstan.rotation;

import io.capstan.rotation.Plan.PlannedRestart;
import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.Restart;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The workloads that a rotation restarts from where it stands, and those that it cannot. */
final class PlannedRestarts {
    private PlannedRestarts() {}

    static List<PlannedRestart> from(Phase phase, TrustState state, Intent intent, Policy policy) {
        Snapshot snapshot = state.snapshot();
        Stream<Workload> dataPlane = snapshot.dataPlane().workloads().stream().map(MeshedWorkload::workload);
        Stream<Workload> controlPlane = Stream.concat(
                        snapshot.controlPlane().withoutIdentity(), snapshot.controlPlane().identity().stream())
                .map(Component::workload);
        return Stream.concat(dataPlane, controlPlane)
                .filter(ahead(phase, state, intent))
                .map(workload -> planned(workload, intent, policy))
                .toList();
    }

    /** What the steps that are ahead may restart, and what a person has left. Where something is broken that may be all. */
    private static Predicate<Workload> ahead(Phase phase, TrustState state, Intent intent) {
        if (intent.purge() || intent.strategy().restartsForLeaves()) {
            return workload -> true;
        }
        Predicate<Workload> isLeft = workload -> intent.left().contains(workload.ref());
        Predicate<Workload> isIdentity = workload -> state.snapshot()
                .controlPlane()
                .identity()
                .filter(identity -> identity.workload().equals(workload))
                .isPresent();
        return switch (phase) {
            case SPREADING, DISTRIBUTING ->
                RestartBudget.lacking(state).or(isLeft).or(isIdentity);
            case SWITCHING -> isLeft.or(isIdentity);
            case CONVERGING, RETIRING -> isLeft;
            default -> workload -> true;
        };
    }

    private static PlannedRestart planned(Workload workload, Intent intent, Policy policy) {
        Duration expected = RestartBudget.of(workload, policy);
        if (intent.left().contains(workload.ref())) {
            return new PlannedRestart(workload, false, "left, as you asked", Duration.ZERO, false);
        }
        if (workload.restart() instanceof Restart.Impossible impossible) {
            return new PlannedRestart(workload, false, impossible.why(), Duration.ZERO, false);
        }
        return workload.restart() instanceof Restart.EndsByItself ends
                ? new PlannedRestart(workload, false, ends.why(), Duration.ZERO, false)
                : new PlannedRestart(
                        workload,
                        true,
                        "loads the anchors only at its start",
                        expected,
                        policy.measured().containsKey(workload.ref()));
    }
}
