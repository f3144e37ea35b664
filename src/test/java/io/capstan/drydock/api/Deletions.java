package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;

/** Taking objects away, and with them what they own. Whoever calls holds the store's lock. */
final class Deletions {
    /**
     * What a client asks of a deletion.
     *
     * @param graceSeconds how long a pod may take to end; empty: as its spec says
     * @param orphans whether what the object owns stays
     */
    record Options(String uid, String resourceVersion, Optional<Long> graceSeconds, boolean orphans, boolean dryRun) {
        static final Options NONE = new Options("", "", Optional.empty(), false, false);
        static final Options WITHOUT_GRACE = new Options("", "", Optional.of(0L), false, false);
    }

    private final Store store;
    private final Clock clock;

    Deletions(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The object as it is now, on its way out, or empty if it is gone. */
    Optional<ObjectNode> delete(Target target, Options options) {
        ObjectNode object = store.find(target.type(), target.key())
                .orElseThrow(() -> ApiFailure.notFound(target.type(), target.name()));
        requirePreconditions(target, object, options);
        if (options.dryRun()) {
            return Optional.of(object);
        }
        long grace = grace(target.type(), object, options);
        if (grace > 0 || hasFinalizers(object)) {
            return Optional.of(mark(target.type(), object, grace));
        }
        store.remove(target.type(), object);
        collect(target, object, options.orphans());
        return Optional.empty();
    }

    /** Whether nothing keeps an object any longer that somebody has asked to delete. */
    static boolean isDue(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return metadata.has("deletionTimestamp")
                && metadata.path("deletionGracePeriodSeconds").asLong() == 0
                && !hasFinalizers(object);
    }

    private ObjectNode mark(ResourceType type, ObjectNode object, long grace) {
        JsonNode metadata = object.path("metadata");
        boolean sooner = grace < metadata.path("deletionGracePeriodSeconds").asLong();
        if (metadata.has("deletionTimestamp") && !sooner) {
            return object;
        }
        ObjectNode marked = object.deepCopy();
        ObjectNode to = Json.metadata(marked);
        to.put("deletionTimestamp", Json.time(clock.instant().plusSeconds(grace)));
        to.put("deletionGracePeriodSeconds", grace);
        if (metadata.has("generation")) {
            to.put("generation", metadata.path("generation").asLong() + 1);
        }
        return store.put(type, marked);
    }

    private void collect(Target target, ObjectNode object, boolean orphans) {
        if (target.type().isCore("namespaces")) {
            store.inNamespace(target.name()).forEach(inside -> store.remove(inside.type(), inside.object()));
        }
        if (!orphans) {
            store.ownedBy(Json.text(object, "metadata", "uid")).forEach(this::collectOwned);
        }
    }

    private void collectOwned(Store.Owned owned) {
        if (store.find(owned.type(), owned.target().key()).isPresent()) {
            delete(owned.target(), Options.NONE);
        }
    }

    private static long grace(ResourceType type, ObjectNode object, Options options) {
        if (!type.isCore("pods")) {
            return 0;
        }
        String phase = Json.text(object, "status", "phase");
        boolean neverStarted =
                phase.equals("Pending") && Json.text(object, "spec", "nodeName").isEmpty();
        boolean over = phase.equals("Succeeded") || phase.equals("Failed");
        if (neverStarted || over) {
            return 0;
        }
        return options.graceSeconds()
                .orElse(object.path("spec")
                        .path("terminationGracePeriodSeconds")
                        .asLong());
    }

    private static void requirePreconditions(Target target, ObjectNode object, Options options) {
        String uid = Json.text(object, "metadata", "uid");
        if (!options.uid().isEmpty() && !options.uid().equals(uid)) {
            throw ApiFailure.conflict(
                    target.type(),
                    target.name(),
                    "the UID in the precondition (" + options.uid() + ") does not match the UID in record (" + uid
                            + "). The object might have been deleted and then recreated");
        }
        String version = Json.text(object, "metadata", "resourceVersion");
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(version)) {
            throw ApiFailure.conflict(
                    target.type(),
                    target.name(),
                    "the ResourceVersion in the precondition (" + options.resourceVersion()
                            + ") does not match the ResourceVersion in record (" + version
                            + "). The object might have been modified");
        }
    }

    private static boolean hasFinalizers(ObjectNode object) {
        return !object.path("metadata").path("finalizers").isEmpty();
    }
}
