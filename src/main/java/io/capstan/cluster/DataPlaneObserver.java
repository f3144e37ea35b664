package io.capstan.cluster;

import io.capstan.cluster.PodTally.Count;
import io.capstan.cluster.UnmeshedPods.Suspect;
import io.capstan.trust.DataPlane;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.Loaded;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.PodGroup;
import io.capstan.trust.TrustBundle;
import io.capstan.trust.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Reads the meshed pods outside the control plane, what owns them, and the pods that should be meshed and are not. */
final class DataPlaneObserver {
    private final Api api;
    private final String linkerdNamespace;

    DataPlaneObserver(Api api, String linkerdNamespace) {
        this.api = api;
        this.linkerdNamespace = linkerdNamespace;
    }

    /** Pods of both sorts, counted, before anything is known of what they hold. */
    record Seen(PodTally meshed, SortedMap<ObjectRef, Suspect> suspects, Map<ObjectRef, Workload> workloads) {
        /** The namespace of some meshed workload. */
        Optional<String> someNamespace() {
            return meshed.byOwner().keySet().stream().map(ObjectRef::namespace).findFirst();
        }
    }

    Seen pods(Namespaces namespaces) {
        PodTally meshed = new PodTally();
        api.eachMetadata(
                Resource.POD.everywhere(),
                Selection.unfinished("linkerd.io/control-plane-ns=" + linkerdNamespace),
                pod -> {
                    if (!isControlPlane(pod)) {
                        meshed.add(pod);
                    }
                });
        SortedMap<ObjectRef, Suspect> suspects = unmeshed(namespaces).suspects();
        Set<ObjectRef> owners = new HashSet<>(meshed.byOwner().keySet());
        owners.addAll(suspects.keySet());
        return new Seen(meshed, suspects, new WorkloadObserver(api, namespaces).workloads(owners));
    }

    DataPlane dataPlane(Seen seen, Namespaces namespaces, TrustBundle bundle) {
        InjectedBundles bundles = new InjectedBundles(api, bundle);
        bundles.resolve(seen.meshed().examples());
        List<MeshedWorkload> workloads = seen.meshed().byOwner().entrySet().stream()
                .map(owned -> new MeshedWorkload(workload(seen, owned.getKey()), groups(owned.getValue(), bundles)))
                .toList();
        return new DataPlane(workloads, unmeshed(namespaces).confirm(seen.suspects(), seen.workloads()));
    }

    private UnmeshedPods unmeshed(Namespaces namespaces) {
        return new UnmeshedPods(api, namespaces, linkerdNamespace);
    }

    private boolean isControlPlane(KubeObject pod) {
        return pod.namespace().equals(linkerdNamespace)
                && pod.label(ControlPlaneObserver.COMPONENT).isPresent();
    }

    private static Workload workload(Seen seen, ObjectRef owner) {
        return Optional.ofNullable(seen.workloads().get(owner))
                .orElseGet(() -> WorkloadReading.unread(owner, seen.meshed().pods(owner)));
    }

    private static List<PodGroup> groups(SortedMap<PodTally.Key, Count> counts, InjectedBundles bundles) {
        return counts.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue(), bundles))
                .toList();
    }

    private static PodGroup group(PodTally.Key key, Count count, InjectedBundles bundles) {
        // Unknown speaks for all of them, so it takes the youngest: the others have loaded what existed earlier still.
        Loaded loaded = bundles.find(key.bundle())
                .<Loaded>map(anchors -> new Loaded.Exactly(anchors, Loaded.Grade.READ))
                .orElseGet(() -> new Loaded.Unknown(count.newest()));
        return new PodGroup(loaded, key.terminating(), count.pods(), count.oldest(), count.example());
    }
}
