package io.capstan.cluster;

import io.capstan.trust.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
     * @param bundle by {@link #bundle}
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

    /** What the annotation of {@code pod} says, the hash of the bundle's text; one without it stands for itself. */
    static String bundle(KubeObject pod) {
        return pod.annotation(TRUST_ROOT_HASH).orElseGet(() -> "pod/" + pod.namespace() + "/" + pod.name());
    }

    void add(KubeObject pod) {
        Instant created = pod.createdAt();
        Key key = new Key(bundle(pod), pod.isBeingDeleted());
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
}
