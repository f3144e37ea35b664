package io.capstan.drydock.workloads;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a Deployment's rollout stands, counted in pods.
 *
 * @param nextAvailable when another pod becomes available merely because time passes
 */
record Rollout(Deployment deployment, Optional<Part> updated, List<Part> old, Instant nextAvailable) {
    /**
     * A ReplicaSet and how its pods are.
     *
     * @param present the pods that stay
     * @param lingering the pods that are on their way out
     */
    record Part(ReplicaSet set, int wanted, int present, int lingering, int ready, int available) {
        static Part of(ReplicaSet set, List<Pod> pods, int minReadySeconds, Instant now) {
            List<Pod> staying = Pods.staying(pods);
            int wanted = set.getSpec().getReplicas();
            int available = (int) staying.stream()
                    .filter(pod -> Pods.isAvailable(pod, minReadySeconds, now))
                    .count();
            // Pods that are about to be taken away no longer count, though they still answer.
            return new Part(
                    set,
                    wanted,
                    staying.size(),
                    pods.size() - staying.size(),
                    (int) staying.stream().filter(Pods::isReady).count(),
                    Math.min(available, wanted));
        }
    }

    /** A ReplicaSet that is to get another size. */
    record Scale(ReplicaSet set, int replicas) {}

    static Rollout of(
            Deployment deployment, Optional<ReplicaSet> newest, List<ReplicaSet> all, Cluster cluster, Instant now) {
        int minReady = Replicas.orElse(deployment.getSpec().getMinReadySeconds(), 0);
        List<Part> old = new ArrayList<>();
        List<Pod> pods = new ArrayList<>();
        for (ReplicaSet set : all) {
            pods.addAll(cluster.podsOf(set));
            if (newest.filter(set::equals).isEmpty()) {
                old.add(Part.of(set, cluster.podsOf(set), minReady, now));
            }
        }
        old.sort(Comparator.comparing(part -> part.set().getMetadata().getCreationTimestamp()));
        return new Rollout(
                deployment,
                newest.map(set -> Part.of(set, cluster.podsOf(set), minReady, now)),
                old,
                Pods.nextAvailable(pods, minReady, now));
    }

    int wanted() {
        return deployment.getSpec().getReplicas();
    }

    int present() {
        return old.stream().mapToInt(Part::present).sum()
                + updated.map(Part::present).orElse(0);
    }

    int ready() {
        return old.stream().mapToInt(Part::ready).sum()
                + updated.map(Part::ready).orElse(0);
    }

    int available() {
        return old.stream().mapToInt(Part::available).sum()
                + updated.map(Part::available).orElse(0);
    }

    int updatedPods() {
        return updated.map(Part::present).orElse(0);
    }

    int maxUnavailable() {
        if (!isRolling()) {
            return wanted();
        }
        RollingUpdateDeployment rolling = deployment.getSpec().getStrategy().getRollingUpdate();
        int unavailable = Replicas.share(rolling.getMaxUnavailable(), wanted(), false);
        // Both at nought would never move: Kubernetes then lets one go.
        return unavailable == 0 && maxSurge() == 0 ? 1 : unavailable;
    }

    boolean isComplete() {
        return updatedPods() == wanted() && present() == wanted() && available() >= wanted();
    }

    /** The sizes to change now. */
    List<Scale> scales() {
        return updated.map(part -> isRolling() ? rolling(part) : recreating(part))
                .orElse(List.of());
    }

    private List<Scale> recreating(Part newest) {
        List<Scale> scales = new ArrayList<>();
        old.stream().filter(part -> part.wanted() > 0).forEach(part -> scales.add(new Scale(part.set(), 0)));
        boolean gone = old.stream().allMatch(part -> part.present() + part.lingering() == 0);
        if (gone && newest.wanted() != wanted()) {
            scales.add(new Scale(newest.set(), wanted()));
        }
        return scales;
    }

    private List<Scale> rolling(Part newest) {
        int total = newest.wanted() + old.stream().mapToInt(Part::wanted).sum();
        int room = wanted() + maxSurge() - total;
        if (newest.wanted() > wanted() || (newest.wanted() < wanted() && room > 0)) {
            return List.of(new Scale(newest.set(), Math.min(wanted(), newest.wanted() + Math.max(room, 0))));
        }
        return shrinking(newest, total);
    }

    /** First what is not available anyway, oldest first, then as many as may be missing. */
    private List<Scale> shrinking(Part newest, int total) {
        int minAvailable = wanted() - maxUnavailable();
        int newUnavailable = newest.wanted() - newest.available();
        int mayGo = Math.max(total - minAvailable - newUnavailable, 0);
        List<Scale> scales = new ArrayList<>();
        int spare = Math.max(available() - minAvailable, 0);
        for (Part part : old) {
            int unhealthy = Math.min(part.wanted() - part.available(), mayGo);
            mayGo -= unhealthy;
            int healthy = Math.min(Math.min(part.available(), spare), mayGo);
            mayGo -= healthy;
            spare -= healthy;
            if (unhealthy + healthy > 0) {
                scales.add(new Scale(part.set(), part.wanted() - unhealthy - healthy));
            }
        }
        return scales;
    }

    private int maxSurge() {
        return Replicas.share(
                deployment.getSpec().getStrategy().getRollingUpdate().getMaxSurge(), wanted(), true);
    }

    private boolean isRolling() {
        return deployment.getSpec().getStrategy().getType().equals("RollingUpdate");
    }
}
