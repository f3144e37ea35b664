package io.capstan.drydock.workloads;

import io.capstan.drydock.api.TypedObjects;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatusBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps one pod on every node, and renews as many at a time as may be missing. Surge is not known here. */
final class DaemonSets implements Workloads.Controller {
    private final TypedObjects objects;
    private final Looks<DaemonSet> looks = new Looks<>();

    DaemonSets(TypedObjects objects) {
        this.objects = objects;
    }

    @Override
    public Instant reconcile(Cluster cluster, Instant now) {
        return looks.at(
                cluster.daemonSets(),
                set -> Looks.together(cluster.podsOf(set), cluster.revisionsOf(set), cluster.nodes()),
                now,
                set -> reconcile(set, cluster, now));
    }

    private Instant reconcile(DaemonSet set, Cluster cluster, Instant now) {
        String revision =
                new Revisions(objects, set, cluster).keep(set.getSpec().getTemplate());
        Map<String, Pod> byNode = new HashMap<>();
        cluster.podsOf(set).forEach(pod -> byNode.put(pod.getSpec().getNodeName(), pod));
        List<String> nodes = cluster.nodes().stream()
                .map(Node::getMetadata)
                .map(metadata -> metadata.getName())
                .toList();
        nodes.stream().filter(node -> !byNode.containsKey(node)).forEach(node -> create(set, node, revision));
        int minReady = Replicas.orElse(set.getSpec().getMinReadySeconds(), 0);
        if (set.getSpec().getUpdateStrategy().getType().equals("RollingUpdate")) {
            renew(set, byNode.values(), nodes.size(), revision, minReady, now);
        }
        report(set, byNode.values(), nodes.size(), revision, minReady, now);
        return Pods.nextAvailable(List.copyOf(byNode.values()), minReady, now);
    }

    private void create(DaemonSet set, String node, String revision) {
        Pod pod = Pods.from(set.getSpec().getTemplate(), set, Map.of(Revisions.LABEL, revision))
                .editMetadata()
                .withGenerateName(set.getMetadata().getName() + "-")
                .endMetadata()
                .editSpec()
                .withNodeName(node)
                .endSpec()
                .build();
        objects.create(pod);
    }

    private void renew(DaemonSet set, Collection<Pod> pods, int nodes, String revision, int minReady, Instant now) {
        int maxUnavailable = Math.max(
                1,
                Replicas.share(
                        set.getSpec().getUpdateStrategy().getRollingUpdate().getMaxUnavailable(), nodes, true));
        int available = (int) pods.stream()
                .filter(pod -> Pods.isAvailable(pod, minReady, now))
                .count();
        int mayGo = Math.max(maxUnavailable - (nodes - available), 0);
        List<Pod> old = pods.stream()
                .filter(pod -> !Pods.isTerminating(pod)
                        && !Pods.label(pod, Revisions.LABEL).equals(revision))
                .toList();
        // Those that serve nobody can go at once.
        old.stream().filter(pod -> !Pods.isAvailable(pod, minReady, now)).forEach(this::delete);
        old.stream()
                .filter(pod -> Pods.isAvailable(pod, minReady, now))
                .limit(mayGo)
                .forEach(this::delete);
    }

    private void delete(Pod pod) {
        objects.delete(pod);
    }

    private void report(DaemonSet set, Collection<Pod> pods, int nodes, String revision, int minReady, Instant now) {
        List<Pod> staying = Pods.staying(List.copyOf(pods));
        int available = (int) staying.stream()
                .filter(pod -> Pods.isAvailable(pod, minReady, now))
                .count();
        int updated = (int) staying.stream()
                .filter(pod -> Pods.label(pod, Revisions.LABEL).equals(revision))
                .count();
        DaemonSetStatus status = new DaemonSetStatusBuilder()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withDesiredNumberScheduled(nodes)
                .withCurrentNumberScheduled(pods.size())
                .withUpdatedNumberScheduled(updated)
                .withNumberReady((int) staying.stream().filter(Pods::isReady).count())
                .withNumberAvailable(available)
                .withNumberUnavailable(nodes - available)
                .withNumberMisscheduled(0)
                .build();
        if (!status.equals(set.getStatus())) {
            objects.updateStatus(set, status);
        }
    }
}
