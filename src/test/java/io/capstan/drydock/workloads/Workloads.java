package io.capstan.drydock.workloads;

import io.capstan.drydock.Program;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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

    private final KubernetesClient client;
    private final Lists lists;
    private final List<Controller> controllers;

    public Workloads(KubernetesClient client, Lists lists) {
        this.client = client;
        this.lists = lists;
        this.controllers = List.of(
                new Deployments(client),
                new ReplicaSets(client),
                new StatefulSets(client),
                new DaemonSets(client),
                new Jobs(client));
    }

    @Override
    public Instant turn(Instant now) {
        Cluster cluster = Cluster.read(client, lists);
        return controllers.stream()
                .map(controller -> controller.reconcile(cluster, now))
                .min(Instant::compareTo)
                .orElse(NEVER);
    }

    /** The earliest of what each object wants. */
    static Instant earliest(Stream<Instant> wanted) {
        return wanted.min(Instant::compareTo).orElse(NEVER);
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
