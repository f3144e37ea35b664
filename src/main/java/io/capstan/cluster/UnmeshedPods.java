package io.capstan.cluster;

import io.capstan.trust.DataPlane.Unmeshed;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pods that ask for a proxy and have none: the injector was down when they were created, and its webhook lets them pass
 * then.
 */
final class UnmeshedPods {
    private static final String INJECT = "linkerd.io/inject";
    private static final Set<String> WANTED = Set.of("enabled", "ingress");
    /** Of owners that have such pods; beyond these the answer would not be another one. */
    private static final int MOST_CONFIRMED = 50;

    /** A look must stay cheap where very many owners need no proxy. */
    private static final int MOST_READ = 500;

    private final Api api;
    private final Namespaces namespaces;
    private final String linkerdNamespace;

    UnmeshedPods(Api api, Namespaces namespaces, String linkerdNamespace) {
        this.api = api;
        this.namespaces = namespaces;
        this.linkerdNamespace = linkerdNamespace;
    }

    /** Pods of one owner that look as if they lacked a proxy; {@code example} names one. */
    record Suspect(int pods, String example) {
        private Suspect plus(Suspect other) {
            return new Suspect(pods + other.pods, example);
        }
    }

    SortedMap<ObjectRef, Suspect> suspects() {
        SortedMap<ObjectRef, Suspect> suspects = new TreeMap<>();
        api.eachMetadata(Resource.POD.everywhere(), Selection.unfinished("!linkerd.io/control-plane-ns"), pod -> {
            if (wantsProxy(pod)) {
                suspects.merge(PodOwner.of(pod), new Suspect(1, pod.name()), Suspect::plus);
            }
        });
        return suspects;
    }

    /**
     * Of the suspects those that the injector would not have passed over. One pod is read of each owner, first of those that
     * Capstan has restarted: what came up without a proxy then must not be missed.
     */
    List<Unmeshed> confirm(SortedMap<ObjectRef, Suspect> suspects, Map<ObjectRef, Workload> workloads) {
        return suspects.entrySet().stream()
                .map(entry -> unmeshed(entry.getKey(), entry.getValue(), workloads))
                .sorted(Comparator.comparing(owner -> owner.restartedFor().isEmpty()))
                .limit(MOST_READ)
                .filter(owner -> isInjectable(owner.owner(), owner.example()))
                .limit(MOST_CONFIRMED)
                .toList();
    }

    private static Unmeshed unmeshed(ObjectRef owner, Suspect suspect, Map<ObjectRef, Workload> workloads) {
        Optional<Workload> workload = Optional.ofNullable(workloads.get(owner));
        return new Unmeshed(owner, suspect.pods(), suspect.example(), workload.flatMap(Workload::restartedFor));
    }

    private boolean isInjectable(ObjectRef owner, String example) {
        Target pod = Resource.POD.named(owner.namespace(), example);
        return api.find(pod, Sieve.OBJECT, UnmeshedPods::isInjectable).orElse(false);
    }

    private boolean wantsProxy(KubeObject pod) {
        String namespace = pod.namespace();
        if (namespace.equals(linkerdNamespace) || namespaces.isOutOfReach(namespace) || pod.isBeingDeleted()) {
            return false;
        }
        return pod.annotation(INJECT)
                .or(() -> namespaces.annotation(namespace, INJECT))
                .filter(WANTED::contains)
                .isPresent();
    }

    /** What the injector passes over (linkerd2 2.20, pkg/inject/report.go). */
    private static boolean isInjectable(KubeObject pod) {
        boolean hasToken = pod.spec().path("automountServiceAccountToken").asBoolean(true);
        boolean isOnHostNetwork = pod.spec().path("hostNetwork").asBoolean();
        return hasToken && !isOnHostNetwork && !ProxyContainer.isIn(pod.spec());
    }
}
