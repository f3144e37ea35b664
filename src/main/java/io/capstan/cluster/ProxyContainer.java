package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Linkerd's proxy in a pod, or in a pod template. Since linkerd2 2.20 it is an init container that goes on running, before
 * that and in linkerd-identity a plain one.
 */
final class ProxyContainer {
    static final String NAME = "linkerd-proxy";
    private static final String ANCHORS = "LINKERD2_PROXY_IDENTITY_TRUST_ANCHORS";

    private ProxyContainer() {}

    static boolean isIn(JsonNode podSpec) {
        return find(podSpec).isPresent();
    }

    /**
     * The anchors that stand in the proxy's environment as literal PEM, as the injector writes them.
     *
     * @return empty if there is no proxy, or its anchors come from elsewhere
     */
    static Optional<AnchorSet> anchors(JsonNode podSpec) {
        return find(podSpec).stream()
                .flatMap(proxy -> KubeObject.stream(proxy.path("env")))
                .filter(variable -> variable.path("name").asText().equals(ANCHORS))
                .flatMap(variable -> KubeObject.text(variable.path("value")).stream())
                .map(pem -> PemBundle.parse(pem).anchors())
                .findFirst();
    }

    /** Of both lists of containers, or of container statuses. */
    static Optional<JsonNode> named(String name, JsonNode containers, JsonNode initContainers) {
        return Stream.concat(KubeObject.stream(containers), KubeObject.stream(initContainers))
                .filter(container -> container.path("name").asText().equals(name))
                .findFirst();
    }

    private static Optional<JsonNode> find(JsonNode podSpec) {
        return named(NAME, podSpec.path("containers"), podSpec.path("initContainers"));
    }
}
