package io.capstan.drydock.linkerd;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A pod that has a proxy, as far as the mesh cares. */
record MeshedPod(Pod pod, Container proxy) {

    static Optional<MeshedPod> of(Pod pod) {
        return containers(pod)
                .filter(container -> container.getName().equals(Names.PROXY_CONTAINER))
                .findFirst()
                .map(container -> new MeshedPod(pod, container));
    }

    String uid() {
        return metadata().getUid();
    }

    String namespace() {
        return metadata().getNamespace();
    }

    String name() {
        return metadata().getName();
    }

    /** Whether it is on a node, where its processes run. */
    boolean isStarted() {
        return Optional.ofNullable(pod.getSpec().getNodeName())
                .filter(node -> !node.isEmpty())
                .isPresent();
    }

    /** Whether its processes have ended for good. */
    boolean isOver() {
        String phase = status().map(PodStatus::getPhase).orElse("");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    boolean isReady() {
        return status().stream()
                .flatMap(status -> status.getConditions().stream())
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    /** Whether a Service would send a new connection here. */
    boolean takesConnections() {
        return isReady() && metadata().getDeletionTimestamp() == null;
    }

    boolean isIdentity() {
        return isComponent("identity");
    }

    boolean isInjector() {
        return isComponent("proxy-injector");
    }

    String annotation(String name) {
        return Optional.ofNullable(metadata().getAnnotations()).orElse(Map.of()).getOrDefault(name, "");
    }

    /** The name that its proxy's certificate carries. */
    String dnsName(String controlPlaneNamespace, String trustDomain) {
        String account = Optional.ofNullable(pod.getSpec().getServiceAccountName())
                .filter(name -> !name.isEmpty())
                .orElse("default");
        return account + "." + namespace() + ".serviceaccount.identity." + controlPlaneNamespace + "." + trustDomain;
    }

    /** The trust anchors in the pod itself; nothing if they are taken from the ConfigMap when the container starts. */
    Optional<String> literalAnchors() {
        return proxy.getEnv().stream()
                .filter(variable -> variable.getName().equals(Names.ANCHORS_ENV))
                .findFirst()
                .map(EnvVar::getValue);
    }

    /** The value of an argument of the identity controller, such as {@code -identity-issuance-lifetime=24h0m0s}. */
    Optional<String> identityArgument(String name) {
        return pod.getSpec().getContainers().stream()
                .filter(container -> container.getName().equals("identity"))
                .flatMap(container -> Stream.concat(container.getArgs().stream(), container.getCommand().stream()))
                .filter(argument -> argument.replaceFirst("^-+", "").startsWith(name + "="))
                .map(argument -> argument.substring(argument.indexOf('=') + 1))
                .findFirst();
    }

    private boolean isComponent(String component) {
        return Optional.ofNullable(metadata().getLabels())
                .orElse(Map.of())
                .getOrDefault(Names.COMPONENT, "")
                .equals(component);
    }

    private ObjectMeta metadata() {
        return pod.getMetadata();
    }

    private Optional<PodStatus> status() {
        return Optional.ofNullable(pod.getStatus());
    }

    private static Stream<Container> containers(Pod pod) {
        List<Container> containers = new ArrayList<>(pod.getSpec().getInitContainers());
        containers.addAll(pod.getSpec().getContainers());
        return containers.stream();
    }
}
