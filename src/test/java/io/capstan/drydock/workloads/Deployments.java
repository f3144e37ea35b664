package io.capstan.drydock.workloads;

import io.capstan.drydock.api.TypedObjects;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Moves a Deployment's pods from one ReplicaSet to the next, never below and never above what it allows. */
final class Deployments implements Workloads.Controller {
    static final String HASH_LABEL = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final TypedObjects objects;
    private final Looks<Deployment> looks = new Looks<>();

    Deployments(TypedObjects objects) {
        this.objects = objects;
    }

    @Override
    public Instant reconcile(Cluster cluster, Instant now) {
        return looks.at(
                cluster.deployments(),
                deployment -> setsAndPods(deployment, cluster),
                now,
                deployment -> reconcile(deployment, cluster, now));
    }

    private static List<?> setsAndPods(Deployment deployment, Cluster cluster) {
        List<ReplicaSet> sets = cluster.replicaSetsOf(deployment);
        List<Pod> pods =
                sets.stream().flatMap(set -> cluster.podsOf(set).stream()).toList();
        return Looks.together(sets, pods);
    }

    private Instant reconcile(Deployment deployment, Cluster cluster, Instant now) {
        List<ReplicaSet> all = cluster.replicaSetsOf(deployment);
        String hash = TemplateHash.of(deployment.getSpec().getTemplate());
        Optional<ReplicaSet> newest = all.stream()
                .filter(set -> Pods.label(set, HASH_LABEL).equals(hash))
                .findFirst();
        boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
        boolean started = newest.isEmpty() && !paused;
        Rollout rollout = Rollout.of(deployment, newest, all, cluster, now);
        if (started) {
            create(deployment, hash, all);
        } else if (!paused) {
            rollout.scales().forEach(this::scale);
        }
        DeploymentStatus status = DeploymentReport.of(deployment, rollout, started, now);
        if (!status.equals(deployment.getStatus())) {
            objects.updateStatus(deployment, status);
        }
        return earlier(rollout.nextAvailable(), DeploymentReport.deadline(deployment, status, now));
    }

    private void create(Deployment deployment, String hash, List<ReplicaSet> all) {
        ReplicaSet set = new ReplicaSetBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(deployment.getMetadata().getName() + "-" + hash)
                        .withNamespace(deployment.getMetadata().getNamespace())
                        .addToAnnotations(REVISION, Integer.toString(newestRevision(all) + 1))
                        .addToLabels(
                                deployment.getSpec().getTemplate().getMetadata().getLabels())
                        .addToLabels(HASH_LABEL, hash)
                        .withOwnerReferences(Pods.controlledBy(deployment))
                        .build())
                .withNewSpec()
                .withReplicas(0)
                .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                .withSelector(deployment.getSpec().getSelector())
                .withTemplate(deployment.getSpec().getTemplate())
                .editSelector()
                .addToMatchLabels(HASH_LABEL, hash)
                .endSelector()
                .editTemplate()
                .editMetadata()
                .addToLabels(HASH_LABEL, hash)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        objects.create(set);
    }

    private void scale(Rollout.Scale scale) {
        ReplicaSet scaled = new ReplicaSetBuilder(scale.set())
                .editSpec()
                .withReplicas(scale.replicas())
                .endSpec()
                .build();
        objects.update(scaled);
    }

    private static int newestRevision(List<ReplicaSet> all) {
        return all.stream()
                .map(set -> Pods.annotation(set, REVISION))
                .filter(text -> !text.isEmpty())
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
