package io.capstan.drydock.workloads;

import io.capstan.drydock.api.TypedObjects;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Keeps as many pods of a template as a ReplicaSet says. */
final class ReplicaSets implements Workloads.Controller {
    private final TypedObjects objects;
    private final Looks<ReplicaSet> looks = new Looks<>();

    ReplicaSets(TypedObjects objects) {
        this.objects = objects;
    }

    @Override
    public Instant reconcile(Cluster cluster, Instant now) {
        return looks.at(cluster.replicaSets(), cluster::podsOf, now, set -> reconcile(set, cluster.podsOf(set), now));
    }

    private Instant reconcile(ReplicaSet set, List<Pod> pods, Instant now) {
        List<Pod> staying = Pods.staying(pods);
        int surplus = staying.size() - set.getSpec().getReplicas();
        for (int i = surplus; i < 0; i++) {
            create(set);
        }
        if (surplus > 0) {
            staying.stream().sorted(leastMissedFirst()).limit(surplus).forEach(this::delete);
        }
        int minReady = Replicas.orElse(set.getSpec().getMinReadySeconds(), 0);
        report(set, staying, minReady, now);
        return Pods.nextAvailable(staying, minReady, now);
    }

    private void create(ReplicaSet set) {
        Pod pod = Pods.from(set.getSpec().getTemplate(), set, Map.of())
                .editMetadata()
                .withGenerateName(set.getMetadata().getName() + "-")
                .endMetadata()
                .build();
        objects.create(pod);
    }

    private void delete(Pod pod) {
        objects.delete(pod);
    }

    private static Comparator<Pod> leastMissedFirst() {
        Comparator<Pod> unreadyFirst = Comparator.comparing(Pods::isReady);
        Comparator<Pod> youngestFirst =
                Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp(), Comparator.reverseOrder());
        return unreadyFirst.thenComparing(youngestFirst);
    }

    private void report(ReplicaSet set, List<Pod> staying, int minReady, Instant now) {
        int available = (int) staying.stream()
                .filter(pod -> Pods.isAvailable(pod, minReady, now))
                .count();
        ReplicaSetStatus status = new ReplicaSetStatusBuilder()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withReplicas(staying.size())
                .withFullyLabeledReplicas(staying.size())
                .withReadyReplicas((int) staying.stream().filter(Pods::isReady).count())
                .withAvailableReplicas(available)
                .build();
        if (!status.equals(set.getStatus())) {
            objects.updateStatus(set, status);
        }
    }
}
