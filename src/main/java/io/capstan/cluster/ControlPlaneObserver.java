package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.trust.ControlPlane;
import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.ControlPlane.ControlPlanePod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the control plane's Deployments and pods. */
final class ControlPlaneObserver {
    static final String COMPONENT = "linkerd.io/control-plane-component";

    private final Api api;
    private final String namespace;

    ControlPlaneObserver(Api api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** @param identityArguments of the container {@code identity}; empty if there is none */
    record Seen(ControlPlane controlPlane, List<String> identityArguments) {}

    Seen controlPlane(Namespaces namespaces) {
        WorkloadReading reading = new WorkloadReading(namespaces);
        UnreadyPods unready = new UnreadyPods(api);
        Map<String, KubeObject> deployments = new TreeMap<>();
        api.each(
                Resource.DEPLOYMENT.in(namespace),
                Selection.labelled(COMPONENT),
                deployment -> deployments.put(deployment.label(COMPONENT).orElse(""), deployment));
        Map<String, List<ControlPlanePod>> pods = new HashMap<>();
        api.each(Resource.POD.in(namespace), Selection.unfinished(COMPONENT), pod -> {
            String component = pod.label(COMPONENT).orElse("");
            pods.computeIfAbsent(component, name -> new ArrayList<>()).add(pod(component, pod));
        });
        List<Component> components = new ArrayList<>();
        deployments.forEach((name, deployment) -> components.add(new Component(
                name,
                unready.explain(reading.of(deployment, "Deployment"), deployment),
                pods.getOrDefault(name, List.of()).stream()
                        .sorted(Comparator.comparing(ControlPlanePod::ref))
                        .toList())));
        List<String> arguments = Optional.ofNullable(deployments.get(ControlPlane.IDENTITY))
                .map(ControlPlaneObserver::identityArguments)
                .orElse(List.of());
        return new Seen(new ControlPlane(components), arguments);
    }

    static ControlPlanePod pod(String component, KubeObject pod) {
        return new ControlPlanePod(
                Resource.POD.named(pod.namespace(), pod.name()).ref(),
                pod.createdAt(),
                startedAt(component, pod),
                pod.hasCondition("Ready"),
                pod.isBeingDeleted());
    }

    /** Identity's verifier is identity itself; that of the others is their proxy. */
    private static Optional<Instant> startedAt(String component, KubeObject pod) {
        String container = component.equals(ControlPlane.IDENTITY) ? ControlPlane.IDENTITY : ProxyContainer.NAME;
        return ProxyContainer.named(
                        container,
                        pod.status().path("containerStatuses"),
                        pod.status().path("initContainerStatuses"))
                .flatMap(status ->
                        KubeObject.time(status.path("state").path("running").path("startedAt")));
    }

    private static List<String> identityArguments(KubeObject deployment) {
        JsonNode podSpec = deployment.spec().path("template").path("spec");
        return ProxyContainer.named(ControlPlane.IDENTITY, podSpec.path("containers"), podSpec.path("initContainers"))
                .map(container -> KubeObject.stream(container.path("args"))
                        .map(JsonNode::asText)
                        .toList())
                .orElse(List.of());
    }
}
