package io.capstan.cluster;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.TrustBundle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which anchors are behind the annotation of a meshed pod. It is the hash of the text that the injector took, so one pod
 * answers for all that bear the same.
 */
final class InjectedBundles {
    /** Pods without the annotation have to be read one by one; more than these are left unknown. */
    private static final int READ_AT_MOST = 100;

    private final Api api;
    private final Map<String, AnchorSet> known = new HashMap<>();

    InjectedBundles(Api api, TrustBundle bundle) {
        this.api = api;
        bundle.configMap().ifPresent(written -> known.put(written.sha256(), bundle.anchors()));
    }

    /** Resolves what the bundle's present text does not, with one read of a pod each. */
    void resolve(Map<String, List<ObjectRef>> examples) {
        examples.entrySet().stream()
                .filter(bundle -> !known.containsKey(bundle.getKey()))
                .limit(READ_AT_MOST)
                .forEach(bundle -> read(bundle.getKey(), bundle.getValue())
                        .ifPresent(anchors -> known.put(bundle.getKey(), anchors)));
    }

    Optional<AnchorSet> find(String bundle) {
        return Optional.ofNullable(known.get(bundle));
    }

    private Optional<AnchorSet> read(String bundle, List<ObjectRef> pods) {
        return pods.stream()
                .map(pod -> read(bundle, pod))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Empty if the pod has gone since it was listed, also where another has its name now, as those of a StatefulSet do. */
    private Optional<AnchorSet> read(String bundle, ObjectRef pod) {
        return api.find(Resource.POD.named(pod.namespace(), pod.name()), Sieve.OBJECT)
                .filter(found -> PodTally.bundle(found).equals(bundle))
                .flatMap(found -> ProxyContainer.anchors(found.spec()));
    }
}
