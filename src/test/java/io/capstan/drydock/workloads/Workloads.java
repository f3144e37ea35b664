package io.capstan.drydock.workloads;

import io.capstan.drydock.Program;
import io.capstan.drydock.api.TypedObjects;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The workload controllers of kube-controller-manager: Deployments with their ReplicaSets, StatefulSets, DaemonSets and
 * Jobs. They make and delete pods; it takes a {@link Kubelet} to run those.
 */
public final class Workloads implements Program {
    /** One controller: does what there is to do now for every object of its kind, and says when it wants to look again. */
    @FunctionalInterface
    interface Controller {
        Instant reconcile(Cluster cluster, Instant now);
    }

    private final TypedObjects objects;
    private final List<Controller> controllers;

    public Workloads(TypedObjects objects) {
        this.objects = objects;
        this.controllers = List.of(
                new Deployments(objects),
                new ReplicaSets(objects),
                new StatefulSets(objects),
                new DaemonSets(objects),
                new Jobs(objects));
    }

    @Override
    public Instant turn(Instant now) {
        Cluster cluster = Cluster.read(objects);
        return controllers.stream()
                .map(controller -> controller.reconcile(cluster, now))
                .min(Instant::compareTo)
                .orElse(NEVER);
    }

    @Override
    public Set<String> watched() {
        return Set.of(
                "deployments",
                "replicasets",
                "statefulsets",
                "daemonsets",
                "jobs",
                "nodes",
                "controllerrevisions",
                "pods");
    }

    @Override
    public String toString() {
        return "the workload controllers";
    }
}
