package io.capstan.drydock.workloads;

import io.capstan.drydock.api.TypedObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the workload controllers look at, read once for all of them. */
record Cluster(
        List<Deployment> deployments,
        List<ReplicaSet> replicaSets,
        List<StatefulSet> statefulSets,
        List<DaemonSet> daemonSets,
        List<Job> jobs,
        List<Node> nodes,
        List<ControllerRevision> revisions,
        Map<String, List<Pod>> podsByController) {

    static Cluster read(TypedObjects objects) {
        Map<String, List<Pod>> pods = new HashMap<>();
        for (Pod pod : objects.all(Pod.class)) {
            pods.computeIfAbsent(controller(pod), uid -> new ArrayList<>()).add(pod);
        }
        return new Cluster(
                objects.all(Deployment.class),
                objects.all(ReplicaSet.class),
                objects.all(StatefulSet.class),
                objects.all(DaemonSet.class),
                objects.all(Job.class),
                objects.all(Node.class),
                objects.all(ControllerRevision.class),
                pods);
    }

    /** Every pod of this owner that is not over, those on their way out included. */
    List<Pod> podsOf(HasMetadata owner) {
        return allPodsOf(owner).stream().filter(pod -> !Pods.isOver(pod)).toList();
    }

    List<Pod> allPodsOf(HasMetadata owner) {
        return podsByController.getOrDefault(owner.getMetadata().getUid(), List.of());
    }

    List<ReplicaSet> replicaSetsOf(Deployment deployment) {
        String uid = deployment.getMetadata().getUid();
        return replicaSets.stream().filter(set -> controller(set).equals(uid)).toList();
    }

    List<ControllerRevision> revisionsOf(HasMetadata owner) {
        String uid = owner.getMetadata().getUid();
        return revisions.stream()
                .filter(revision -> controller(revision).equals(uid))
                .toList();
    }

    /** The uid of the owner that controls the object, or empty. */
    private static String controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .findFirst()
                .orElse("");
    }
}
