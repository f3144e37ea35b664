package io.capstan.drydock.linkerd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.drydock.Program;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InjectorTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final VolumeLag LAG = VolumeLag.KUBELET;

    private final Injector injector = new Injector("linkerd", LAG, namespace -> Map.of(Names.INJECT, "enabled"));

    @Test
    void answersDifferentlyFromReplicaToReplicaUntilBothHaveSwappedTheirFiles() {
        List<MeshedPod> replicas = List.of(replica("one", true), replica("two", true));
        injector.sync(replicas, Optional.of("old"), START);
        Instant first = injector.sync(replicas, Optional.of("new"), START);

        Instant second = injector.sync(replicas, Optional.of("new"), first);
        assertThat(List.of(handedOut(), handedOut())).containsExactlyInAnyOrder("old\n", "new\n");

        assertThat(injector.sync(replicas, Optional.of("new"), second)).isEqualTo(Program.NEVER);
        assertThat(List.of(handedOut(), handedOut())).containsOnly("new\n");
        assertThat(Duration.between(START, second)).isLessThanOrEqualTo(LAG.most());
    }

    @Test
    void letsPodsThroughAsTheyAreWhileNoReplicaIsReady() {
        injector.sync(List.of(replica("one", false)), Optional.of("old"), START);

        assertThat(injector.inject(pod(), "emojivoto")).isEqualTo(pod());
    }

    private String handedOut() {
        return injector.inject(pod(), "emojivoto")
                .at("/spec/initContainers/1/env/0/value")
                .asText();
    }

    private static ObjectNode pod() {
        ObjectNode pod = new ObjectMapper().createObjectNode();
        pod.putObject("metadata").put("name", "web");
        pod.putObject("spec");
        return pod;
    }

    private static MeshedPod replica(String uid, boolean ready) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(uid)
                .withUid(uid)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(Names.PROXY_CONTAINER)
                .endContainer()
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
        return MeshedPod.of(pod).orElseThrow();
    }
}
