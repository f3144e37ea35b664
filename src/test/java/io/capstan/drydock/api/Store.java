package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Everything that the API server knows. Nodes that are in the store never change: a write puts another node in the
 * place of the old one, so whoever was handed a node may read it without a lock. Work that reads and then writes holds
 * this object's own lock throughout.
 */
final class Store {
    private static final int REMEMBERED_CHANGES = 20_000;

    private final Map<ResourceType, NavigableMap<String, ObjectNode>> objects = new HashMap<>();
    private final Map<String, Long> changes = new HashMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private long version = 1;
    private long forgotten = 1;

    Store() {}

    /** The same objects at the same version, with no memory of how they came about. */
    Store(Store other) {
        synchronized (other) {
            other.objects.forEach((type, byKey) -> objects.put(type, new TreeMap<>(byKey)));
            changes.putAll(other.changes);
            version = other.version;
            forgotten = other.version;
        }
    }

    synchronized long version() {
        return version;
    }

    /** The version of the last change of these kinds; of any kind if none is named. */
    synchronized long version(Set<String> plurals) {
        return plurals.isEmpty()
                ? version
                : plurals.stream()
                        .mapToLong(plural -> changes.getOrDefault(plural, 0L))
                        .max()
                        .orElseThrow();
    }

    /** The newest version from which a watch can no longer start. */
    synchronized long forgotten() {
        return forgotten;
    }

    synchronized Optional<ObjectNode> find(ResourceType type, String key) {
        return Optional.ofNullable(all(type).get(key));
    }

    /** In the order of namespace and name, behind the given key. */
    synchronized List<ObjectNode> list(ResourceType type, String namespace, String afterKey) {
        NavigableMap<String, ObjectNode> all = all(type);
        if (namespace.isEmpty()) {
            return List.copyOf(all.tailMap(afterKey, false).values());
        }
        String from = namespace + "/";
        // '0' is the character that follows '/', so this is where the namespace ends.
        String to = namespace + "0";
        return afterKey.compareTo(from) < 0
                ? List.copyOf(all.subMap(from, true, to, false).values())
                : List.copyOf(all.subMap(afterKey, false, to, false).values());
    }

    /** Every object that names this uid as an owner, with its type. */
    synchronized List<Owned> ownedBy(String uid) {
        List<Owned> owned = new ArrayList<>();
        objects.forEach((type, byKey) -> byKey.values().forEach(object -> {
            for (var owner : object.path("metadata").path("ownerReferences")) {
                if (owner.path("uid").asText().equals(uid)) {
                    owned.add(new Owned(type, object));
                }
            }
        }));
        return owned;
    }

    synchronized List<Owned> inNamespace(String namespace) {
        List<Owned> found = new ArrayList<>();
        objects.keySet().stream()
                .filter(ResourceType::namespaced)
                .forEach(type -> list(type, namespace, "").forEach(object -> found.add(new Owned(type, object))));
        return found;
    }

    /** Puts the object in its place under the next version, which it gets as its resourceVersion. */
    synchronized ObjectNode put(ResourceType type, ObjectNode object) {
        version++;
        Json.metadata(object).put("resourceVersion", Long.toString(version));
        keep(type, object);
        EventViews.other(type).ifPresent(other -> keep(other, EventViews.as(other, object)));
        return object;
    }

    synchronized void remove(ResourceType type, ObjectNode object) {
        if (!all(type).containsKey(key(object))) {
            return;
        }
        version++;
        // A watcher is shown the last state under the version of its end.
        ObjectNode last = object.deepCopy();
        Json.metadata(last).put("resourceVersion", Long.toString(version));
        forget(type, last);
        EventViews.other(type).ifPresent(other -> forget(other, EventViews.as(other, last)));
    }

    private void keep(ResourceType type, ObjectNode object) {
        Optional<ObjectNode> before = Optional.ofNullable(all(type).put(key(object), object));
        record(new Change(version, type, before, Optional.of(object)));
    }

    private void forget(ResourceType type, ObjectNode last) {
        all(type).remove(key(last));
        record(new Change(version, type, Optional.of(last), Optional.empty()));
    }

    /** Forgets how the present state came about, as etcd does when it is compacted. */
    synchronized void compact() {
        history.clear();
        forgotten = version;
    }

    /** Waits until there are changes after the given version, at most so many milliseconds. */
    synchronized List<Change> awaitChangesAfter(long seen, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; version == seen && left > 0; left = millisUntil(end)) {
            wait(left);
        }
        return changesAfter(seen);
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private List<Change> changesAfter(long seen) {
        List<Change> changes = new ArrayList<>();
        var newestFirst = history.descendingIterator();
        while (newestFirst.hasNext()) {
            Change change = newestFirst.next();
            if (change.version() <= seen) {
                break;
            }
            changes.add(0, change);
        }
        return changes;
    }

    private void record(Change change) {
        changes.put(change.type().plural(), change.version());
        history.addLast(change);
        if (history.size() > REMEMBERED_CHANGES) {
            forgotten = history.removeFirst().version();
        }
        notifyAll();
    }

    private NavigableMap<String, ObjectNode> all(ResourceType type) {
        return objects.computeIfAbsent(type, t -> new TreeMap<>());
    }

    private static String key(ObjectNode object) {
        return Json.text(object, "metadata", "namespace") + "/" + Json.text(object, "metadata", "name");
    }

    /** An object together with its type. */
    record Owned(ResourceType type, ObjectNode object) {
        Target target() {
            return new Target(
                    type, Json.text(object, "metadata", "namespace"), Json.text(object, "metadata", "name"), "");
        }
    }
}
