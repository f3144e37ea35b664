package io.capstan.drydock.workloads;

import io.capstan.drydock.api.TypedObjects;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps pods with ordinals: makes them from the lowest on, renews them from the highest down, one at a time. */
final class StatefulSets implements Workloads.Controller {
    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";

    private final TypedObjects objects;
    private final Looks<StatefulSet> looks = new Looks<>();

    StatefulSets(TypedObjects objects) {
        this.objects = objects;
    }

    @Override
    public Instant reconcile(Cluster cluster, Instant now) {
        return looks.at(
                cluster.statefulSets(),
                set -> Looks.together(cluster.podsOf(set), cluster.revisionsOf(set)),
                now,
                set -> reconcile(set, cluster, now));
    }

    private Instant reconcile(StatefulSet set, Cluster cluster, Instant now) {
        Revisions revisions = new Revisions(objects, set, cluster);
        String update = revisions.keep(set.getSpec().getTemplate());
        String current = currentRevision(set).orElse(update);
        TreeMap<Integer, Pod> pods = new TreeMap<>();
        cluster.podsOf(set).forEach(pod -> pods.put(ordinal(pod), pod));
        int minReady = Replicas.orElse(set.getSpec().getMinReadySeconds(), 0);
        boolean allThere = fill(set, pods, revisions, current, update, minReady, now) && shrink(set, pods);
        if (allThere && isRolling(set)) {
            renewNext(set, pods, update, minReady, now);
        }
        report(set, pods.values(), current, update, minReady, now);
        return Pods.nextAvailable(List.copyOf(pods.values()), minReady, now);
    }

    /** Makes what is missing, and says whether there is nothing to wait for. */
    private boolean fill(
            StatefulSet set,
            Map<Integer, Pod> pods,
            Revisions revisions,
            String current,
            String update,
            int minReady,
            Instant now) {
        boolean parallel = "Parallel".equals(set.getSpec().getPodManagementPolicy());
        boolean allThere = true;
        for (int ordinal = 0; ordinal < set.getSpec().getReplicas(); ordinal++) {
            Optional<Pod> pod = Optional.ofNullable(pods.get(ordinal));
            if (pod.isEmpty()) {
                boolean behind = isRolling(set) && ordinal < partition(set);
                create(set, ordinal, revisions, behind ? current : update);
            }
            boolean available =
                    pod.filter(p -> Pods.isAvailable(p, minReady, now)).isPresent();
            allThere &= pod.isPresent();
            if (!available && !parallel) {
                // As in Kubernetes: one that is not ready holds up both those above it and every renewal.
                return false;
            }
        }
        return allThere;
    }

    private boolean shrink(StatefulSet set, NavigableMap<Integer, Pod> pods) {
        if (pods.isEmpty() || pods.lastKey() < set.getSpec().getReplicas()) {
            return true;
        }
        Pod highest = pods.lastEntry().getValue();
        if (!Pods.isTerminating(highest)) {
            delete(highest);
        }
        return false;
    }

    private void renewNext(StatefulSet set, NavigableMap<Integer, Pod> pods, String update, int minReady, Instant now) {
        for (Map.Entry<Integer, Pod> entry : pods.descendingMap().entrySet()) {
            Pod pod = entry.getValue();
            if (entry.getKey() < partition(set)) {
                return;
            }
            if (!Pods.label(pod, Revisions.LABEL).equals(update) && !Pods.isTerminating(pod)) {
                delete(pod);
                return;
            }
            if (!Pods.isAvailable(pod, minReady, now)) {
                return;
            }
        }
    }

    private void create(StatefulSet set, int ordinal, Revisions revisions, String revision) {
        String name = set.getMetadata().getName() + "-" + ordinal;
        Map<String, String> labels = Map.of(
                Revisions.LABEL, revision, POD_NAME, name, "apps.kubernetes.io/pod-index", Integer.toString(ordinal));
        Pod pod = Pods.from(revisions.template(revision, set.getSpec().getTemplate()), set, labels)
                .editMetadata()
                .withName(name)
                .endMetadata()
                .build();
        objects.create(pod);
    }

    private void delete(Pod pod) {
        objects.delete(pod);
    }

    private void report(
            StatefulSet set, Collection<Pod> pods, String current, String update, int minReady, Instant now) {
        int updated = count(pods, update);
        int ready = (int) pods.stream()
                .filter(pod -> Pods.isReady(pod) && !Pods.isTerminating(pod))
                .count();
        int wanted = set.getSpec().getReplicas();
        boolean complete = isRolling(set) && updated == wanted && ready == wanted && pods.size() == wanted;
        String settled = complete ? update : current;
        int available = (int) pods.stream()
                .filter(pod -> Pods.isAvailable(pod, minReady, now))
                .count();
        StatefulSetStatus status = new StatefulSetStatusBuilder()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withReplicas(pods.size())
                .withReadyReplicas(ready)
                .withAvailableReplicas(available)
                .withCurrentReplicas(count(pods, settled))
                .withUpdatedReplicas(updated)
                .withCurrentRevision(settled)
                .withUpdateRevision(update)
                .build();
        if (!status.equals(set.getStatus())) {
            objects.updateStatus(set, status);
        }
    }

    private static int count(Collection<Pod> pods, String revision) {
        return (int) pods.stream()
                .filter(pod -> !Pods.isTerminating(pod)
                        && Pods.label(pod, Revisions.LABEL).equals(revision))
                .count();
    }

    private static Optional<String> currentRevision(StatefulSet set) {
        return Optional.ofNullable(set.getStatus())
                .map(StatefulSetStatus::getCurrentRevision)
                .filter(revision -> !revision.isEmpty());
    }

    private static boolean isRolling(StatefulSet set) {
        return set.getSpec().getUpdateStrategy().getType().equals("RollingUpdate");
    }

    private static int partition(StatefulSet set) {
        return Replicas.orElse(
                set.getSpec().getUpdateStrategy().getRollingUpdate().getPartition(), 0);
    }

    private static int ordinal(Pod pod) {
        String name = pod.getMetadata().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }
}
