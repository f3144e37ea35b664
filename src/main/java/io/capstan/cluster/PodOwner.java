package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.trust.ObjectRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What owns a pod, told from its metadata alone. */
final class PodOwner {
    /** The kinds of which Linkerd's injector writes a label {@code linkerd.io/proxy-<kind>} (linkerd2 2.20, pkg/k8s). */
    private static final List<String> LABELLED_KINDS =
            List.of("Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "ReplicaSet", "ReplicationController");

    private PodOwner() {}

    /** Of a meshed pod: what the injector found, else its controller, else the pod itself. */
    static ObjectRef ofMeshed(KubeObject pod) {
        return LABELLED_KINDS.stream()
                .flatMap(kind -> pod
                        .label("linkerd.io/proxy-" + kind.toLowerCase(Locale.ROOT))
                        .map(name -> new ObjectRef(kind, pod.namespace(), name))
                        .stream())
                .findFirst()
                .orElseGet(() -> of(pod));
    }

    /** Of any pod. A Deployment's ReplicaSets are named after it and the hash of their template. */
    static ObjectRef of(KubeObject pod) {
        Optional<JsonNode> controller = pod.controller();
        if (controller.isEmpty()) {
            return new ObjectRef("Pod", pod.namespace(), pod.name());
        }
        String kind = controller.get().path("kind").asText();
        String name = controller.get().path("name").asText();
        String hash = "-" + pod.label("pod-template-hash").orElse("");
        boolean isOfDeployment = kind.equals("ReplicaSet") && hash.length() > 1 && name.endsWith(hash);
        return isOfDeployment
                ? new ObjectRef("Deployment", pod.namespace(), name.substring(0, name.length() - hash.length()))
                : new ObjectRef(kind, pod.namespace(), name);
    }
}
