package io.capstan.drydock.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Program;
import io.capstan.drydock.World;
import io.capstan.drydock.WorldClock;
import io.capstan.drydock.api.ApiServer;
import io.capstan.drydock.api.TypedObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkloadsTest {
    private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final WorldClock clock = new WorldClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final ApiServer server = ApiServer.start(clock);
    private final KubernetesClient client = server.internalClient();
    private final TypedObjects objects = server.objects();
    private final AtomicInteger turns = new AtomicInteger();
    private final World world =
            new World(clock, server).add(counted(new Workloads(objects))).add(counted(new Kubelet(objects)));

    @BeforeEach
    void nodes() {
        for (String name : List.of("node-1", "node-2", "node-3")) {
            client.resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aDeploymentComesUp() {
        create(deployment("web", 3));

        world.advance(Duration.ofSeconds(2));

        DeploymentStatus status = deployment("web").getStatus();
        assertThat(status.getReadyReplicas()).isEqualTo(3);
        assertThat(status.getAvailableReplicas()).isEqualTo(3);
        assertThat(progressing("web").getReason()).isEqualTo("NewReplicaSetAvailable");
        assertThat(pods("web")).allSatisfy(pod -> {
            assertThat(pod.getSpec().getNodeName()).startsWith("node-");
            assertThat(pod.getStatus().getPodIP()).isNotEmpty();
            assertThat(pod.getStatus()
                            .getContainerStatuses()
                            .get(0)
                            .getState()
                            .getRunning()
                            .getStartedAt())
                    .isEqualTo("2026-03-01T08:00:01Z");
            assertThat(pod.getMetadata().getOwnerReferences().get(0).getKind()).isEqualTo("ReplicaSet");
            assertThat(pod.getMetadata().getOwnerReferences().get(0).getController())
                    .isTrue();
        });
    }

    @Test
    void aRollingRestartStaysWithinItsBounds() {
        create(deployment("web", 4));
        world.advance(Duration.ofSeconds(10));
        Set<String> before = uids("web");
        restartDeployment("web");
        List<Integer> ready = new ArrayList<>();
        List<Integer> present = new ArrayList<>();

        boolean done = world.advanceUntil(
                () -> {
                    List<Pod> staying = Pods.staying(pods("web"));
                    ready.add((int) staying.stream().filter(Pods::isReady).count());
                    present.add(staying.size());
                    return isRolledOut(deployment("web"));
                },
                LIMIT);

        assertThat(done).isTrue();
        assertThat(ready).allMatch(n -> n >= 3);
        assertThat(present).allMatch(n -> n <= 5);
        world.advance(Duration.ofSeconds(5));
        assertThat(uids("web")).hasSize(4).doesNotContainAnyElementsOf(before);
        assertThat(pods("web"))
                .allMatch(pod -> !Pods.annotation(pod, RESTARTED_AT).isEmpty());
    }

    @Test
    void aRestartIsSeenUnderWayUntilItIsDone() {
        create(deployment("web", 2));
        world.advance(Duration.ofSeconds(10));

        restartDeployment("web");

        assertThat(isRolledOut(deployment("web"))).isFalse();
        world.settle();
        assertThat(isRolledOut(deployment("web"))).isFalse();
        assertThat(world.advanceUntil(() -> isRolledOut(deployment("web")), LIMIT))
                .isTrue();
    }

    @Test
    void aRolloutThatStandsStillExceedsItsDeadline() {
        create(deployment("web", 2));
        world.advance(Duration.ofSeconds(10));
        client.resource(deployment("web"))
                .edit(web -> new DeploymentBuilder(web)
                        .editSpec()
                        .editTemplate()
                        .editMetadata()
                        .addToAnnotations(Kubelet.HOLD, "true")
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .build());

        world.advance(Duration.ofSeconds(595));
        assertThat(progressing("web").getReason()).isEqualTo("ReplicaSetUpdated");
        world.advance(Duration.ofSeconds(10));

        assertThat(progressing("web").getStatus()).isEqualTo("False");
        assertThat(progressing("web").getReason()).isEqualTo("ProgressDeadlineExceeded");
        assertThat(deployment("web").getStatus().getAvailableReplicas()).isEqualTo(2);
    }

    @Test
    void anExceededRolloutGoesOnWhenWhatHeldItIsGone() {
        aRolloutThatStandsStillExceedsItsDeadline();

        client.resource(deployment("web"))
                .edit(web -> new DeploymentBuilder(web)
                        .editSpec()
                        .editTemplate()
                        .editMetadata()
                        .removeFromAnnotations(Kubelet.HOLD)
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .build());

        assertThat(world.advanceUntil(() -> isRolledOut(deployment("web")), LIMIT))
                .isTrue();
        assertThat(progressing("web").getReason()).isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void aPausedDeploymentRestartsNothing() {
        create(deployment("web", 2));
        world.advance(Duration.ofSeconds(10));
        Set<String> before = uids("web");
        client.apps()
                .deployments()
                .inNamespace("default")
                .withName("web")
                .rolling()
                .pause();

        client.resource(deployment("web")).edit(WorkloadsTest::annotated);
        world.advance(LIMIT);

        assertThat(uids("web")).isEqualTo(before);
        assertThat(deployment("web").getStatus().getObservedGeneration())
                .isEqualTo(deployment("web").getMetadata().getGeneration());
    }

    @Test
    void aRecreatedDeploymentGoesDownFirst() {
        create(new DeploymentBuilder(deployment("web", 2))
                .editSpec()
                .withNewStrategy()
                .withType("Recreate")
                .endStrategy()
                .endSpec()
                .build());
        world.advance(Duration.ofSeconds(10));
        restartDeployment("web");
        List<Integer> present = new ArrayList<>();

        world.advanceUntil(
                () -> {
                    present.add(pods("web").size());
                    return isRolledOut(deployment("web"));
                },
                LIMIT);

        assertThat(isRolledOut(deployment("web"))).isTrue();
        assertThat(present).allMatch(n -> n <= 2);
    }

    @Test
    void aPodIsAvailableOnlyAfterItsMinReadySeconds() {
        create(new DeploymentBuilder(deployment("web", 1))
                .editSpec()
                .withMinReadySeconds(30)
                .endSpec()
                .build());

        world.advance(Duration.ofSeconds(31));
        assertThat(deployment("web").getStatus().getReadyReplicas()).isEqualTo(1);
        assertThat(isRolledOut(deployment("web"))).isFalse();
        world.advance(Duration.ofSeconds(1));

        assertThat(isRolledOut(deployment("web"))).isTrue();
    }

    @Test
    void aStatefulSetIsRenewedFromTheHighestOrdinalDown() {
        create(statefulSet("db", 3));
        world.advance(Duration.ofSeconds(20));
        Map<String, String> before = uidsByName("db");
        List<String> order = new ArrayList<>();
        client.apps()
                .statefulSets()
                .inNamespace("default")
                .withName("db")
                .rolling()
                .restart();

        boolean done = world.advanceUntil(
                () -> {
                    uidsByName("db").forEach((name, uid) -> {
                        if (!uid.equals(before.get(name)) && !order.contains(name)) {
                            order.add(name);
                        }
                    });
                    return isRolledOut(statefulSet("db"));
                },
                LIMIT);

        assertThat(done).isTrue();
        assertThat(order).containsExactly("db-2", "db-1", "db-0");
        StatefulSetStatus status = statefulSet("db").getStatus();
        assertThat(status.getCurrentRevision()).isEqualTo(status.getUpdateRevision());
        assertThat(status.getUpdatedReplicas()).isEqualTo(3);
    }

    @Test
    void aStatefulSetLeavesWhatIsBelowItsPartition() {
        create(new StatefulSetBuilder(statefulSet("db", 3))
                .editSpec()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withPartition(2)
                .endRollingUpdate()
                .endUpdateStrategy()
                .endSpec()
                .build());
        world.advance(Duration.ofSeconds(20));
        client.apps()
                .statefulSets()
                .inNamespace("default")
                .withName("db")
                .rolling()
                .restart();
        world.advance(Duration.ofMinutes(1));
        client.pods().inNamespace("default").withName("db-0").delete();
        world.advance(Duration.ofMinutes(1));

        assertThat(pods("db"))
                .hasSize(3)
                .allSatisfy(
                        pod -> assertThat(!Pods.annotation(pod, RESTARTED_AT).isEmpty())
                                .isEqualTo(pod.getMetadata().getName().equals("db-2")));
        StatefulSetStatus status = statefulSet("db").getStatus();
        assertThat(status.getUpdatedReplicas()).isEqualTo(1);
        assertThat(status.getCurrentRevision()).isNotEqualTo(status.getUpdateRevision());
    }

    @Test
    void aStatefulSetOnDeleteWaitsForSomebodyToDelete() {
        create(new StatefulSetBuilder(statefulSet("db", 2))
                .editSpec()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .endSpec()
                .build());
        world.advance(Duration.ofSeconds(20));
        client.resource(statefulSet("db"))
                .edit(db -> new StatefulSetBuilder(db)
                        .editSpec()
                        .editTemplate()
                        .editMetadata()
                        .addToAnnotations(RESTARTED_AT, "now")
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .build());
        world.advance(LIMIT);
        assertThat(pods("db"))
                .allMatch(pod -> Pods.annotation(pod, RESTARTED_AT).isEmpty());

        client.pods().inNamespace("default").withName("db-0").delete();
        world.advance(LIMIT);

        assertThat(Pods.annotation(
                        client.pods().inNamespace("default").withName("db-0").get(), RESTARTED_AT))
                .isEqualTo("now");
    }

    @Test
    void aDaemonSetIsRenewedNodeByNode() {
        create(daemonSet("agent"));
        world.advance(Duration.ofSeconds(10));
        Set<String> before = uids("agent");
        assertThat(pods("agent"))
                .extracting(pod -> pod.getSpec().getNodeName())
                .containsExactlyInAnyOrder("node-1", "node-2", "node-3");
        List<Integer> ready = new ArrayList<>();
        restartDaemonSet("agent");

        boolean done = world.advanceUntil(
                () -> {
                    ready.add((int) Pods.staying(pods("agent")).stream()
                            .filter(Pods::isReady)
                            .count());
                    return isRolledOut(daemonSetOf("agent"));
                },
                LIMIT);

        assertThat(done).isTrue();
        assertThat(ready).allMatch(n -> n >= 2);
        assertThat(uids("agent")).hasSize(3).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aDaemonSetOnDeleteWaitsForSomebodyToDelete() {
        create(new DaemonSetBuilder(daemonSet("agent"))
                .editSpec()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .endSpec()
                .build());
        world.advance(Duration.ofSeconds(10));
        restartDaemonSet("agent");
        world.advance(LIMIT);

        assertThat(pods("agent"))
                .allMatch(pod -> Pods.annotation(pod, RESTARTED_AT).isEmpty());
        assertThat(daemonSetOf("agent").getStatus().getUpdatedNumberScheduled()).isZero();
    }

    @Test
    void aMeshedPodIsReadyOnceItsProxyIs() {
        create(new DeploymentBuilder(deployment("web", 1))
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToLabels("linkerd.io/control-plane-ns", "linkerd")
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build());
        world.advance(LIMIT);
        Pod waiting = pods("web").get(0);
        assertThat(Pods.isReady(waiting)).isFalse();
        assertThat(Pods.phase(waiting)).isEqualTo("Running");

        annotate(waiting, Kubelet.PROXY, "ready");
        world.settle();

        assertThat(Pods.isReady(pods("web").get(0))).isTrue();
    }

    @Test
    void aCrashingPodWaitsInBackOffAndStartsAnewAfterwards() {
        create(deployment("web", 1));
        world.advance(Duration.ofSeconds(10));
        annotate(pods("web").get(0), Kubelet.CRASH, "no such issuer");
        world.settle();
        Pod crashed = pods("web").get(0);
        annotate(crashed, Kubelet.CRASH, "");
        world.settle();
        Pod again = pods("web").get(0);

        var waiting =
                crashed.getStatus().getContainerStatuses().get(0).getState().getWaiting();
        assertThat(waiting.getReason()).isEqualTo("CrashLoopBackOff");
        assertThat(waiting.getMessage()).isEqualTo("no such issuer");
        assertThat(Pods.isReady(crashed)).isFalse();
        assertThat(Pods.isReady(again)).isTrue();
        assertThat(again.getStatus().getContainerStatuses().get(0).getRestartCount())
                .isEqualTo(1);
        assertThat(again.getStatus()
                        .getContainerStatuses()
                        .get(0)
                        .getState()
                        .getRunning()
                        .getStartedAt())
                .isEqualTo("2026-03-01T08:00:10Z");
    }

    @Test
    void aDeletedPodTerminatesBeforeItIsGone() {
        create(deployment("web", 1));
        world.advance(Duration.ofSeconds(10));
        Pod pod = pods("web").get(0);

        client.resource(pod).delete();
        world.settle();

        assertThat(pods("web")).hasSize(2).anyMatch(Pods::isTerminating);
        world.advance(Duration.ofSeconds(1));
        assertThat(pods("web"))
                .hasSize(1)
                .noneMatch(
                        p -> p.getMetadata().getUid().equals(pod.getMetadata().getUid()));
    }

    @Test
    void aDeletedDeploymentTakesItsPodsWithIt() {
        create(deployment("web", 2));
        world.advance(Duration.ofSeconds(10));

        client.resource(deployment("web")).delete();
        world.advance(Duration.ofSeconds(5));

        assertThat(pods("web")).isEmpty();
        assertThat(client.apps().replicaSets().inNamespace("default").list().getItems())
                .isEmpty();
    }

    @Test
    void aJobRunsUntilItsPodIsTold() {
        client.resource(new JobBuilder()
                        .withMetadata(named("once"))
                        .withNewSpec()
                        .withTemplate(template("once"))
                        .endSpec()
                        .build())
                .create();
        world.advance(LIMIT);
        assertThat(pods("once")).hasSize(1).allMatch(Pods::isReady);

        annotate(pods("once").get(0), Kubelet.COMPLETE, "true");
        world.advance(LIMIT);

        assertThat(pods("once")).hasSize(1).allMatch(Pods::isOver);
        var status = client.batch()
                .v1()
                .jobs()
                .inNamespace("default")
                .withName("once")
                .get()
                .getStatus();
        assertThat(status.getSucceeded()).isEqualTo(1);
        assertThat(status.getConditions().get(0).getType()).isEqualTo("Complete");
    }

    @Test
    void aDeploymentIsScaled() {
        create(deployment("web", 3));
        world.advance(Duration.ofSeconds(10));

        client.apps().deployments().inNamespace("default").withName("web").scale(1);
        world.advance(Duration.ofSeconds(10));

        assertThat(pods("web")).hasSize(1);
        assertThat(isRolledOut(deployment("web"))).isTrue();
    }

    @Test
    void anIdleDayOfARunningClusterCostsNothing() {
        create(deployment("web", 4));
        create(daemonSet("agent"));
        world.advance(Duration.ofMinutes(20));

        int before = turns.get();
        world.advance(Duration.ofHours(24));

        assertThat(turns).hasValue(before);
    }

    private Program counted(Program program) {
        return new Program() {
            @Override
            public Instant turn(Instant now) {
                turns.incrementAndGet();
                return program.turn(now);
            }

            @Override
            public Set<String> watched() {
                return program.watched();
            }

            @Override
            public String toString() {
                return program.toString();
            }
        };
    }

    /** What {@code kubectl rollout status} waits for. */
    private static boolean isRolledOut(Deployment deployment) {
        DeploymentStatus status = deployment.getStatus();
        int wanted = deployment.getSpec().getReplicas();
        return deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && status.getUpdatedReplicas() >= wanted
                && status.getReplicas() <= status.getUpdatedReplicas()
                && status.getAvailableReplicas() >= status.getUpdatedReplicas();
    }

    private static boolean isRolledOut(StatefulSet set) {
        StatefulSetStatus status = set.getStatus();
        return set.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && status.getReadyReplicas() >= set.getSpec().getReplicas()
                && status.getUpdateRevision().equals(status.getCurrentRevision());
    }

    private static boolean isRolledOut(DaemonSet set) {
        DaemonSetStatus status = set.getStatus();
        return set.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && status.getUpdatedNumberScheduled() >= status.getDesiredNumberScheduled()
                && status.getNumberAvailable() >= status.getDesiredNumberScheduled();
    }

    private void restartDeployment(String name) {
        client.apps()
                .deployments()
                .inNamespace("default")
                .withName(name)
                .rolling()
                .restart();
    }

    private void restartDaemonSet(String name) {
        client.resource(daemonSetOf(name))
                .edit(set -> new DaemonSetBuilder(set)
                        .editSpec()
                        .editTemplate()
                        .editMetadata()
                        .addToAnnotations(RESTARTED_AT, "now")
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .build());
    }

    private static Deployment annotated(Deployment deployment) {
        return new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations(RESTARTED_AT, "now")
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    private void annotate(Pod pod, String name, String value) {
        client.resource(pod).edit(p -> {
            p.getMetadata().getAnnotations().put(name, value);
            return p;
        });
    }

    private DeploymentCondition progressing(String name) {
        return deployment(name).getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Progressing"))
                .findFirst()
                .orElseThrow();
    }

    private void create(HasMetadata object) {
        client.resource(object).inNamespace("default").create();
    }

    private Deployment deployment(String name) {
        return client.apps().deployments().inNamespace("default").withName(name).get();
    }

    private StatefulSet statefulSet(String name) {
        return client.apps()
                .statefulSets()
                .inNamespace("default")
                .withName(name)
                .get();
    }

    private DaemonSet daemonSetOf(String name) {
        return client.apps().daemonSets().inNamespace("default").withName(name).get();
    }

    private List<Pod> pods(String app) {
        return client.pods().inNamespace("default").withLabel("app", app).list().getItems();
    }

    private Set<String> uids(String app) {
        return pods(app).stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, String> uidsByName(String app) {
        return pods(app).stream()
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getName(),
                        pod -> pod.getMetadata().getUid()));
    }

    private static Deployment deployment(String name, int replicas) {
        return new DeploymentBuilder()
                .withMetadata(named(name))
                .withNewSpec()
                .withReplicas(replicas)
                .withSelector(selector(name))
                .withTemplate(template(name))
                .endSpec()
                .build();
    }

    private static StatefulSet statefulSet(String name, int replicas) {
        return new StatefulSetBuilder()
                .withMetadata(named(name))
                .withNewSpec()
                .withServiceName(name)
                .withReplicas(replicas)
                .withSelector(selector(name))
                .withTemplate(template(name))
                .endSpec()
                .build();
    }

    private static DaemonSet daemonSet(String name) {
        return new DaemonSetBuilder()
                .withMetadata(named(name))
                .withNewSpec()
                .withSelector(selector(name))
                .withTemplate(template(name))
                .endSpec()
                .build();
    }

    private static ObjectMeta named(String name) {
        return new ObjectMetaBuilder().withName(name).withNamespace("default").build();
    }

    private static LabelSelector selector(String name) {
        return new LabelSelectorBuilder().addToMatchLabels("app", name).build();
    }

    private static PodTemplateSpec template(String name) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("main:1")
                .endContainer()
                .endSpec()
                .build();
    }
}
