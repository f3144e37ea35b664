package io.capstan.cluster;

import io.capstan.trust.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Counts meshed pods as they are read, by what owns them and which bundle they were injected with. Keeps no pod. */
final class PodTally {
    private static final String TRUST_ROOT_HASH = "linkerd.io/trust-root-sha256";
    /** Enough to find one that is still there when it is asked for. */
    private static final int EXAMPLES = 3;

    private final SortedMap<ObjectRef, SortedMap<Key, Count>> byOwner = new TreeMap<>();
    private final Map<String, List<ObjectRef>> examples = new TreeMap<>();

    /**
     * Pods of one owner that were injected with the same bundle.
     *
     * @param bundle what their annotation says, the hash of the bundle's text; a pod without it stands for itself, as
     *     {@code pod/<name>}
     */
    record Key(String bundle, boolean terminating) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byBundle = bundle.compareTo(other.bundle);
            return byBundle != 0 ? byBundle : Boolean.compare(terminating, other.terminating);
        }
    }

    /** How many there are, and the creation of the oldest and the newest of them. */
    record Count(int pods, Instant oldest, Instant newest, String example) {
        private Count plus(Count other) {
            return new Count(
                    pods + other.pods,
                    oldest.isBefore(other.oldest) ? oldest : other.oldest,
                    newest.isAfter(other.newest) ? newest : other.newest,
                    example.compareTo(other.example) <= 0 ? example : other.example);
        }
    }

    void add(KubeObject pod) {
        Instant created = pod.createdAt();
        Key key = new Key(
                pod.annotation(TRUST_ROOT_HASH).orElse("pod/" + pod.namespace() + "/" + pod.name()),
                pod.isBeingDeleted());
        byOwner.computeIfAbsent(PodOwner.ofMeshed(pod), owner -> new TreeMap<>())
                .merge(key, new Count(1, created, created, pod.name()), Count::plus);
        List<ObjectRef> known = examples.computeIfAbsent(key.bundle(), bundle -> new ArrayList<>(EXAMPLES));
        if (known.size() < EXAMPLES) {
            known.add(Resource.POD.named(pod.namespace(), pod.name()).ref());
        }
    }

    SortedMap<ObjectRef, SortedMap<Key, Count>> byOwner() {
        return byOwner;
    }

    /** Pods by the bundle that they were injected with, a few of each. */
    Map<String, List<ObjectRef>> examples() {
        return examples;
    }

    int pods(ObjectRef owner) {
        return byOwner.getOrDefault(owner, new TreeMap<>()).values().stream()
                .mapToInt(Count::pods)
                .sum();
    }

    /** The kinds of the owners, each once. */
    SortedSet<String> kinds() {
        return byOwner.keySet().stream().map(ObjectRef::kind).collect(Collectors.toCollection(TreeSet::new));
    }
}
