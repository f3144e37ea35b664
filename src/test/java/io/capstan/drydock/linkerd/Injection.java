package io.capstan.drydock.linkerd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.drydock.pki.Fingerprint;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the proxy injector does to a pod, as a function of the pod, its namespace and the bundle that the replica has
 * mounted (linkerd2 2.20, pkg/inject).
 */
record Injection(String controlPlaneNamespace, String bundle) {

    /** Whether a pod of a namespace with these annotations gets a proxy: the pod's own annotation wins. */
    static boolean isWanted(ObjectNode pod, Map<String, String> namespaceAnnotations) {
        JsonNode metadata = pod.path("metadata");
        String asked = metadata.path("annotations")
                .path(Names.INJECT)
                .asText(namespaceAnnotations.getOrDefault(Names.INJECT, ""));
        boolean partOfLinkerd = metadata.path("labels").has(Names.COMPONENT);
        boolean onTheHostsNetwork = pod.path("spec").path("hostNetwork").asBoolean();
        return asked.equals("enabled") && !partOfLinkerd && !onTheHostsNetwork && !hasProxy(pod);
    }

    private static boolean hasProxy(ObjectNode pod) {
        return Stream.of("initContainers", "containers")
                .flatMap(
                        list -> StreamSupport.stream(pod.path("spec").path(list).spliterator(), false))
                .anyMatch(container -> container.path("name").asText().equals(Names.PROXY_CONTAINER));
    }

    /** A copy of the pod with a proxy. */
    ObjectNode apply(ObjectNode pod, String namespace) {
        ObjectNode injected = pod.deepCopy();
        ObjectNode metadata = injected.withObject("/metadata");
        metadata.withObject("/annotations")
                .put("linkerd.io/created-by", "linkerd/proxy-injector edge-26.9.1")
                .put("linkerd.io/proxy-version", "edge-26.9.1")
                .put(Names.TRUST_ROOT_SHA256, Fingerprint.of(bundle));
        ObjectNode labels = metadata.withObject("/labels");
        labels.put(Names.CONTROL_PLANE_NS, controlPlaneNamespace).put(Names.WORKLOAD_NS, namespace);
        owner(metadata).ifPresent(owner -> labels.put("linkerd.io/proxy-" + owner.kind(), owner.name()));
        ObjectNode spec = injected.withObject("/spec");
        ArrayNode initContainers = spec.withArray("/initContainers");
        initContainers.insertObject(0).put("name", "linkerd-init").put("image", "cr.l5d.io/linkerd/proxy-init:v2.4.3");
        proxy(initContainers.insertObject(1));
        spec.withArray("/volumes")
                .addObject()
                .put("name", "linkerd-identity-end-entity")
                .putObject("emptyDir")
                .put("medium", "Memory");
        return injected;
    }

    private void proxy(ObjectNode container) {
        container
                .put("name", Names.PROXY_CONTAINER)
                .put("image", "cr.l5d.io/linkerd/proxy:edge-26.9.1")
                .put("restartPolicy", "Always");
        ArrayNode env = container.putArray("env");
        env.addObject().put("name", Names.ANCHORS_ENV).put("value", bundle.strip() + "\n");
        env.addObject()
                .put("name", "LINKERD2_PROXY_IDENTITY_SVC_ADDR")
                .put("value", "linkerd-identity-headless." + controlPlaneNamespace + ".svc.cluster.local.:8080");
        ArrayNode ports = container.putArray("ports");
        ports.addObject().put("name", "linkerd-proxy").put("containerPort", 4143);
        ports.addObject().put("name", "linkerd-admin").put("containerPort", 4191);
    }

    private record Owner(String kind, String name) {}

    /** Who owns the pod; a ReplicaSet that a Deployment made stands for that Deployment. */
    private static Optional<Owner> owner(ObjectNode metadata) {
        return StreamSupport.stream(metadata.path("ownerReferences").spliterator(), false)
                .filter(reference -> reference.path("controller").asBoolean())
                .findFirst()
                .map(reference -> {
                    String kind = reference.path("kind").asText();
                    String name = reference.path("name").asText();
                    String hash = "-"
                            + metadata.path("labels").path("pod-template-hash").asText();
                    return kind.equals("ReplicaSet") && hash.length() > 1 && name.endsWith(hash)
                            ? new Owner("deployment", name.substring(0, name.length() - hash.length()))
                            : new Owner(kind.toLowerCase(Locale.ROOT), name);
                });
    }
}
