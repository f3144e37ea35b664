package io.capstan.cluster;

import io.capstan.trust.ObjectRef;
import io.capstan.trust.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the workloads that own given pods, in pages, and keeps only those. */
final class WorkloadObserver {
    private static final List<Resource> KINDS =
            List.of(Resource.DEPLOYMENT, Resource.STATEFUL_SET, Resource.DAEMON_SET);

    private final Api api;
    private final Namespaces namespaces;

    WorkloadObserver(Api api, Namespaces namespaces) {
        this.api = api;
        this.namespaces = namespaces;
    }

    /** Those of {@code owners} that are Deployments, StatefulSets or DaemonSets and still there. */
    Map<ObjectRef, Workload> workloads(Set<ObjectRef> owners) {
        WorkloadReading reading = new WorkloadReading(namespaces);
        UnreadyPods unready = new UnreadyPods(api);
        Map<ObjectRef, Workload> workloads = new HashMap<>();
        for (Resource kind : KINDS) {
            if (owners.stream().anyMatch(owner -> owner.kind().equals(kind.kind()))) {
                api.each(kind.everywhere(), Selection.ALL, object -> {
                    ObjectRef ref =
                            kind.named(object.namespace(), object.name()).ref();
                    if (owners.contains(ref)) {
                        workloads.put(ref, unready.explain(reading.of(object, kind.kind()), object));
                    }
                });
            }
        }
        return workloads;
    }
}
