package io.capstan.drydock.linkerd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.drydock.pki.Fingerprint;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InjectionTest {
    private static final String BUNDLE = "  -----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n\n";
    private static final Map<String, String> ENABLED = Map.of(Names.INJECT, "enabled");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void putsTheTrimmedBundleIntoTheEnvironmentAndTheHashOfTheRawOneIntoAnAnnotation() throws Exception {
        ObjectNode injected = new Injection("linkerd", BUNDLE).apply(pod("{}", "{}"), "emojivoto");

        assertThat(injected.at("/spec/initContainers/1/name").asText()).isEqualTo("linkerd-proxy");
        assertThat(injected.at("/spec/initContainers/1/restartPolicy").asText()).isEqualTo("Always");
        assertThat(injected.at("/spec/initContainers/1/env/0/value").asText()).isEqualTo(BUNDLE.strip() + "\n");
        assertThat(injected.at("/metadata/annotations")
                        .path("linkerd.io/trust-root-sha256")
                        .asText())
                .isEqualTo(Fingerprint.of(BUNDLE));
    }

    @Test
    void labelsThePodWithItsControlPlaneItsNamespaceAndTheDeploymentThatOwnsIt() throws Exception {
        ObjectNode pod = pod("""
                {"labels": {"pod-template-hash": "5f7b"},
                 "ownerReferences": [{"kind": "ReplicaSet", "name": "web-5f7b", "controller": true}]}
                """, "{}");

        ObjectNode injected = new Injection("linkerd", BUNDLE).apply(pod, "emojivoto");

        assertThat(injected.at("/metadata/labels")
                        .path("linkerd.io/control-plane-ns")
                        .asText())
                .isEqualTo("linkerd");
        assertThat(injected.at("/metadata/labels")
                        .path("linkerd.io/workload-ns")
                        .asText())
                .isEqualTo("emojivoto");
        assertThat(injected.at("/metadata/labels")
                        .path("linkerd.io/proxy-deployment")
                        .asText())
                .isEqualTo("web");
    }

    @Test
    void labelsThePodWithAnyOtherOwner() throws Exception {
        ObjectNode pod = pod("""
                {"ownerReferences": [{"kind": "StatefulSet", "name": "db", "controller": true}]}
                """, "{}");

        assertThat(new Injection("linkerd", BUNDLE)
                        .apply(pod, "emojivoto")
                        .at("/metadata/labels")
                        .path("linkerd.io/proxy-statefulset")
                        .asText())
                .isEqualTo("db");
    }

    @Test
    void isWantedWhereTheNamespaceOrThePodAsksForItAndThePodHasTheLastWord() throws Exception {
        String enabled = "{\"annotations\": {\"linkerd.io/inject\": \"enabled\"}}";
        String disabled = "{\"annotations\": {\"linkerd.io/inject\": \"disabled\"}}";

        assertThat(Injection.isWanted(pod("{}", "{}"), ENABLED)).isTrue();
        assertThat(Injection.isWanted(pod(enabled, "{}"), Map.of())).isTrue();
        assertThat(Injection.isWanted(pod("{}", "{}"), Map.of())).isFalse();
        assertThat(Injection.isWanted(pod(disabled, "{}"), ENABLED)).isFalse();
    }

    @Test
    void isNotWantedOnTheHostsNetworkOrASecondTime() throws Exception {
        ObjectNode injected = new Injection("linkerd", BUNDLE).apply(pod("{}", "{}"), "emojivoto");

        assertThat(Injection.isWanted(pod("{}", "{\"hostNetwork\": true}"), ENABLED))
                .isFalse();
        assertThat(Injection.isWanted(injected, ENABLED)).isFalse();
    }

    private ObjectNode pod(String metadata, String spec) throws JsonProcessingException {
        ObjectNode pod = json.createObjectNode();
        pod.set("metadata", json.readTree(metadata));
        pod.set("spec", json.readTree(spec));
        return pod;
    }
}
