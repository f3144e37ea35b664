package io.capstan.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.pki.AnchorSet;
import io.capstan.trust.ControlPlane;
import io.capstan.trust.InjectorHandout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the injector which anchors it hands out, by dry runs of a pod's creation: admission sees them, nothing is stored.
 */
final class InjectorProbe {
    /** Requests go to any replica: with so many, one that differs is unlikely to be missed. */
    private static final int ANSWERS_PER_REPLICA = 3;

    private final Api api;

    InjectorProbe(Api api) {
        this.api = api;
    }

    /** @param namespace where a pod may be created by dry run; empty if none is known */
    InjectorHandout ask(ControlPlane controlPlane, Optional<String> namespace) {
        int replicas = controlPlane
                .component(ControlPlane.INJECTOR)
                .map(injector -> injector.workload().replicas())
                .orElse(0);
        if (replicas == 0) {
            return new InjectorHandout.NotAsked("there is no Deployment labelled " + ControlPlaneObserver.COMPONENT
                    + "=" + ControlPlane.INJECTOR + " with a replica");
        }
        return namespace
                .map(found -> ask(found, replicas * ANSWERS_PER_REPLICA))
                .orElse(
                        new InjectorHandout.NotAsked(
                                "there is no meshed workload whose namespace could be used; name one by capstan.probe-namespace"));
    }

    private InjectorHandout ask(String namespace, int answers) {
        List<AnchorSet> bundles = new ArrayList<>();
        for (int i = 0; i < answers; i++) {
            Target pods = Resource.POD.in(namespace);
            Answer answer = api.tryCreate(pods, "?dryRun=All", pod(namespace));
            if (!answer.isSuccess()) {
                return refused(pods, answer);
            }
            KubeObject created = created(answer, pods);
            if (!ProxyContainer.isIn(created.spec())) {
                return new InjectorHandout.NotInjecting("a pod created by dry run in namespace " + namespace
                        + " came back without the container " + ProxyContainer.NAME);
            }
            bundles.add(ProxyContainer.anchors(created.spec()).orElse(AnchorSet.empty()));
        }
        return new InjectorHandout.Answers(bundles);
    }

    private static InjectorHandout refused(Target pods, Answer answer) {
        if (answer.code() == Answer.FORBIDDEN) {
            return new InjectorHandout.NotAsked(
                    "a dry run needs " + pods.permission("create") + " (403 " + answer.message() + ")");
        }
        if (answer.code() == Answer.NOT_FOUND) {
            return new InjectorHandout.NotAsked("there is no namespace " + pods.namespace() + " for a dry run");
        }
        return new InjectorHandout.NotInjecting("a dry run of a pod in namespace " + pods.namespace()
                + " was answered with " + answer.code() + " " + answer.message());
    }

    private static KubeObject created(Answer answer, Target pods) {
        try {
            return new KubeObject(answer.object(Sieve.OBJECT));
        } catch (IOException e) {
            throw new ClusterException(
                    pods + ": the answer to a dry run is no JSON object; check for a proxy before the API server", e);
        }
    }

    /**
     * A pod that would do nothing even if a server ignored the dry run: a gate keeps it from being scheduled, and its image
     * does not exist. It passes Pod Security admission at its strictest level. It does not forgo the ServiceAccount's
     * token, because the injector passes over pods that do (linkerd2 2.20, pkg/inject/report.go).
     */
    static ObjectNode pod(String namespace) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("generateName", "capstan-dry-run-").put("namespace", namespace);
        metadata.putObject("annotations").put("linkerd.io/inject", "enabled");
        ObjectNode spec = pod.putObject("spec");
        spec.putArray("schedulingGates").addObject().put("name", "capstan.io/never");
        spec.put("restartPolicy", "Never");
        ObjectNode security = spec.putObject("securityContext");
        security.put("runAsNonRoot", true).put("runAsUser", 65534);
        security.putObject("seccompProfile").put("type", "RuntimeDefault");
        ObjectNode container = spec.putArray("containers").addObject();
        container.put("name", "none").put("image", "capstan.invalid/none:none");
        ObjectNode containerSecurity = container.putObject("securityContext");
        containerSecurity.put("allowPrivilegeEscalation", false).put("readOnlyRootFilesystem", true);
        containerSecurity.putObject("capabilities").putArray("drop").add("ALL");
        return pod;
    }
}
