package io.capstan.drydock;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workloads of a cluster, as kubectl shows and restarts them. */
public final class Rollouts {
    private final KubernetesClient client;
    private final Clock clock;

    Rollouts(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** What {@code kubectl rollout restart} does to every Deployment, StatefulSet and DaemonSet of a namespace. */
    public void restartAll(String namespace) {
        client.apps().deployments().inNamespace(namespace).list().getItems().forEach(this::restart);
        client.apps().statefulSets().inNamespace(namespace).list().getItems().forEach(this::restart);
        client.apps().daemonSets().inNamespace(namespace).list().getItems().forEach(this::restart);
    }

    public void restartDeployment(String namespace, String name) {
        restart(client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .require());
    }

    private void restart(HasMetadata workload) {
        client.resource(workload)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":"
                                + "{\"kubectl.kubernetes.io/restartedAt\":\"" + clock.instant() + "\"}}}}}");
    }

    public void scaleDeployment(String namespace, String name, int replicas) {
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":" + replicas + "}}");
    }

    public List<Pod> pods(String namespace) {
        return client.pods().inNamespace(namespace).list().getItems();
    }

    public boolean areReady() {
        return client.apps().deployments().inAnyNamespace().list().getItems().stream()
                        .allMatch(Rollouts::isReady)
                && client.apps().statefulSets().inAnyNamespace().list().getItems().stream()
                        .allMatch(Rollouts::isReady)
                && client.apps().daemonSets().inAnyNamespace().list().getItems().stream()
                        .allMatch(Rollouts::isReady);
    }

    /** Whether {@code kubectl rollout status} would be content: seen by its controller, all pods new and ready, no old one left. */
    private static boolean isReady(Deployment deployment) {
        int wanted = deployment.getSpec().getReplicas();
        return Optional.ofNullable(deployment.getStatus())
                .filter(status -> number(status.getObservedGeneration())
                                >= deployment.getMetadata().getGeneration()
                        && number(status.getUpdatedReplicas()) == wanted
                        && number(status.getReplicas()) == wanted
                        && number(status.getAvailableReplicas()) == wanted)
                .isPresent();
    }

    private static boolean isReady(StatefulSet set) {
        int wanted = set.getSpec().getReplicas();
        return Optional.ofNullable(set.getStatus())
                .filter(status -> number(status.getObservedGeneration())
                                >= set.getMetadata().getGeneration()
                        && number(status.getReadyReplicas()) == wanted
                        && String.valueOf(status.getUpdateRevision()).equals(status.getCurrentRevision()))
                .isPresent();
    }

    private static boolean isReady(DaemonSet set) {
        return Optional.ofNullable(set.getStatus())
                .filter(status -> number(status.getObservedGeneration())
                                >= set.getMetadata().getGeneration()
                        && number(status.getUpdatedNumberScheduled()) == number(status.getDesiredNumberScheduled())
                        && number(status.getNumberAvailable()) == number(status.getDesiredNumberScheduled()))
                .isPresent();
    }

    private static long number(@Nullable Number number) {
        return number == null ? 0 : number.longValue();
    }
}
