package io.capstan.drydock.workloads;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Lists of the cluster's objects, each read again only when something of its kind has changed. Shared by programs as
 * informers are: what is in them is not to be changed.
 */
public final class Lists {
    private final ToLongFunction<Set<String>> versions;
    private final Map<String, Read> seen = new HashMap<>();

    private record Read(long version, List<?> items) {}

    /** @param versions another number whenever something of these kinds, named by their plural, has changed */
    public Lists(ToLongFunction<Set<String>> versions) {
        this.versions = versions;
    }

    /** Every pod of the cluster. */
    public List<Pod> pods(KubernetesClient client) {
        return of("pods", () -> client.pods().inAnyNamespace().list().getItems());
    }

    List<Node> nodes(KubernetesClient client) {
        return of("nodes", () -> client.nodes().list().getItems());
    }

    @SuppressWarnings("unchecked") // a kind is always read as the same type
    <T> List<T> of(String kind, Supplier<List<T>> reading) {
        long version = versions.applyAsLong(Set.of(kind));
        Read last = seen.get(kind);
        if (last == null || last.version() != version) {
            last = new Read(version, reading.get());
            seen.put(kind, last);
        }
        return (List<T>) last.items();
    }
}
