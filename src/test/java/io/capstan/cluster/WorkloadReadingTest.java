package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Restart;
import io.capstan.trust.RestartMark;
import io.capstan.trust.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadReadingTest {
    private static final Namespaces NAMESPACES = new Namespaces(
            Instant.EPOCH,
            Map.of(
                    "mine",
                    new KubeObject(Fixtures.yaml("metadata: {name: mine, annotations: {capstan.io/restart: skip}}")),
                    "emojivoto",
                    new KubeObject(Fixtures.yaml("metadata: {name: emojivoto}"))));

    @TestFactory
    Stream<DynamicTest> knowsWhatARestartAnnotationRestarts() {
        return Fixtures.cases("restarts.yaml").stream()
                .map(given -> DynamicTest.dynamicTest(
                        given.path("what").asText(),
                        () -> assertThat(words(given))
                                .isEqualTo(given.path("expect").asText())));
    }

    private static String words(JsonNode given) {
        Workload workload = new WorkloadReading(NAMESPACES)
                .of(new KubeObject(given.path("object")), given.path("kind").asText());
        return workload.restart() instanceof Restart.Impossible impossible
                ? impossible.why()
                : "possible " + workload.pace().atOnce();
    }

    @ParameterizedTest
    @CsvSource({
        "Job, ends, a Job's pods run to their end",
        "CronJob, ends, a CronJob's pods run to their end",
        "Pod, never, nothing owns this pod",
        "ReplicaSet, never, a ReplicaSet without a Deployment replaces its pods only when they are deleted",
        "ReplicationController, never, a ReplicationController replaces its pods only when they are deleted",
        "Rollout, never, a Rollout is of a kind that Capstan does not know",
        "Deployment, ends, the Deployment has been deleted"
    })
    void saysWhatBecomesOfPodsThatNoRestartReaches(String kind, String how, String why) {
        Workload workload = WorkloadReading.unread(new ObjectRef(kind, "emojivoto", "x"), 4);

        assertThat(workload.replicas()).isEqualTo(4);
        if (how.equals("ends")) {
            assertThat(workload.restart()).isEqualTo(new Restart.EndsByItself(why));
        } else {
            assertThat(workload.restart()).isInstanceOfSatisfying(Restart.Impossible.class, impossible -> {
                assertThat(impossible.why()).isEqualTo(why);
                assertThat(impossible.hint()).isNotEmpty();
            });
        }
    }

    @Test
    void readsWhoRestartedItAndWhatFor() {
        KubeObject deployment = new KubeObject(Fixtures.yaml("""
                metadata: {name: web, namespace: emojivoto, uid: u-1}
                spec:
                  replicas: 3
                  minReadySeconds: 10
                  template:
                    metadata:
                      annotations:
                        kubectl.kubernetes.io/restartedAt: "2026-03-01T00:00:00Z"
                        capstan.io/restarted-for: 3f9a12bc44d0/load-anchor/2
                """));

        Workload workload = new WorkloadReading(NAMESPACES).of(deployment, "Deployment");

        assertThat(workload.uid()).isEqualTo("u-1");
        assertThat(workload.replicas()).isEqualTo(3);
        assertThat(workload.pace().minReady()).isEqualTo(Duration.ofSeconds(10));
        assertThat(workload.restartedAt()).contains("2026-03-01T00:00:00Z");
        assertThat(workload.restartedFor()).contains(new RestartMark("3f9a12bc44d0", RestartMark.Cause.LOAD_ANCHOR, 2));
    }
}
