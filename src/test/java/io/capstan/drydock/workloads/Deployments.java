package io.capstan.drydock.workloads;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Moves a Deployment's pods from one ReplicaSet to the next, never below and never above what it allows. */
final class Deployments implements Workloads.Controller {
    static final String HASH_LABEL = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final KubernetesClient client;

    Deployments(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Instant reconcile(Cluster cluster, Instant now) {
        return Workloads.earliest(
                cluster.deployments().stream().map(deployment -> reconcile(deployment, cluster, now)));
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
            Deployment reported =
                    new DeploymentBuilder(deployment).withStatus(status).build();
            Attempt.unlessOvertaken(() -> client.resource(reported).updateStatus());
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
        Attempt.unlessOvertaken(() -> client.resource(set).create());
    }

    private void scale(Rollout.Scale scale) {
        ReplicaSet scaled = new ReplicaSetBuilder(scale.set())
                .editSpec()
                .withReplicas(scale.replicas())
                .endSpec()
                .build();
        Attempt.unlessOvertaken(() -> client.resource(scaled).update());
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
