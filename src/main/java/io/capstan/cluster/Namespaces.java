package io.capstan.cluster;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The namespaces with what their metadata says, and the API server's time at which they were read.
 *
 * @param byName in the order in which they came
 */
record Namespaces(Instant now, Map<String, KubeObject> byName) {
    private static final String IS_CONTROL_PLANE = "linkerd.io/is-control-plane";
    private static final String ADMISSION_WEBHOOKS = "config.linkerd.io/admission-webhooks";
    private static final Set<String> NEVER_INJECTED = Set.of("kube-system", "cert-manager");

    Namespaces {
        byName = Map.copyOf(byName);
    }

    static Namespaces read(Api api) {
        Map<String, KubeObject> byName = new HashMap<>();
        Instant now = api.eachMetadata(
                        Resource.NAMESPACE.everywhere(),
                        Selection.ALL,
                        namespace -> byName.put(namespace.name(), namespace))
                .orElseThrow(() -> new ClusterException(
                        "The address in the kubeconfig is no Kubernetes API server: it has no namespaces; check it"));
        return new Namespaces(now, byName);
    }

    boolean isControlPlane(String namespace) {
        return find(namespace)
                .flatMap(found -> found.label(IS_CONTROL_PLANE))
                .filter("true"::equals)
                .isPresent();
    }

    Optional<String> annotation(String namespace, String name) {
        return find(namespace).flatMap(found -> found.annotation(name));
    }

    /**
     * Whether Linkerd's injector leaves this namespace alone: it is labelled so, or is one of two that the webhook passes over
     * by their names (linkerd2, charts/linkerd-control-plane/values.yaml, proxyInjector.namespaceSelector).
     */
    boolean isOutOfReach(String namespace) {
        return NEVER_INJECTED.contains(namespace)
                || find(namespace)
                        .flatMap(found -> found.label(ADMISSION_WEBHOOKS))
                        .filter("disabled"::equals)
                        .isPresent();
    }

    private Optional<KubeObject> find(String namespace) {
        return Optional.ofNullable(byName.get(namespace));
    }
}
