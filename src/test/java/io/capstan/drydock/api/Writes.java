package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Creating and changing objects. Whoever calls holds the store's lock. */
final class Writes {
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final Set<String> CREATED_BY_PUT = Set.of("leases", "events");
    private static final List<String> KEPT_METADATA = List.of(
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "generateName");

    private final Store store;
    private final Clock clock;
    private final Random random;

    /** @param random where names and uids come from */
    Writes(Store store, Clock clock, Random random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /** Gives a new object its namespace and name, so that an admission hook sees them. */
    void name(Target target, ObjectNode object) {
        Validation.matches(target.type(), object);
        ObjectNode metadata = Json.metadata(object);
        String namespace = Json.text(metadata, "namespace");
        if (target.type().namespaced()) {
            if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
                throw ApiFailure.badRequest(
                        "the namespace of the provided object does not match the namespace sent" + " on the request");
            }
            metadata.put("namespace", target.namespace());
        } else {
            metadata.remove("namespace");
        }
        String prefix = Json.text(metadata, "generateName");
        if (Json.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
            metadata.put("name", prefix + suffix());
        }
        Validation.name(target.type(), Json.text(metadata, "name"));
    }

    /** Creates an object that {@link #name} has been called on. */
    ObjectNode create(Target target, ObjectNode object, Writer writer, boolean dryRun) {
        ResourceType type = target.type();
        Target named = target.named(Json.text(object, "metadata", "name"));
        if (type.namespaced()) {
            requireNamespace(target.namespace());
        }
        if (store.find(type, named.key()).isPresent()) {
            throw ApiFailure.alreadyExists(type, named.name());
        }
        Defaults.fill(type, object);
        Defaults.startStatus(type, object);
        Validation.content(type, object);
        EventRules.creation(type, object);
        ObjectNode metadata = Json.metadata(object);
        metadata.remove(List.of("resourceVersion", "managedFields", "deletionTimestamp", "generation"));
        metadata.put("uid", new UUID(random.nextLong(), random.nextLong()).toString());
        metadata.put("creationTimestamp", Json.time(clock.instant()));
        if (type.generations()) {
            metadata.put("generation", 1);
        }
        FieldOwners.attribute(Json.object(), object, writer, clock.instant());
        return dryRun ? object : store.put(type, object);
    }

    /** A PUT of a whole object, or of its status. */
    ObjectNode replace(Target target, ObjectNode object, Writer writer, boolean dryRun) {
        Validation.matches(target.type(), object);
        String name = Json.text(object, "metadata", "name");
        if (!name.isEmpty() && !name.equals(target.name())) {
            throw ApiFailure.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        }
        Optional<ObjectNode> present = store.find(target.type(), target.key());
        String resourceVersion = Json.text(object, "metadata", "resourceVersion");
        boolean byPut = CREATED_BY_PUT.contains(target.type().plural());
        if (present.isEmpty() && byPut && resourceVersion.isEmpty()) {
            name(target, object);
            return create(target, object, writer, dryRun);
        }
        ObjectNode before = present.orElseThrow(() -> ApiFailure.notFound(target.type(), target.name()));
        if (resourceVersion.isEmpty() && (byPut || !target.type().builtIn())) {
            throw ApiFailure.invalid(
                    target.type(),
                    target.name(),
                    "metadata.resourceVersion",
                    "Invalid value: 0: must be specified for an update");
        }
        String uid = Json.text(object, "metadata", "uid");
        String actualUid = Json.text(before, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(actualUid)) {
            throw ApiFailure.conflict(
                    target.type(),
                    target.name(),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + actualUid);
        }
        return change(target, before, object, writer, dryRun);
    }

    ObjectNode patch(Target target, PatchKind kind, String patch, Writer writer, boolean dryRun) {
        Optional<ObjectNode> present = store.find(target.type(), target.key());
        if (present.isEmpty() && kind == PatchKind.APPLY && target.subresource().isEmpty()) {
            ObjectNode object = kind.apply(Json.object(), patch);
            name(target, object);
            return create(target, object, writer, dryRun);
        }
        ObjectNode before = present.orElseThrow(() -> ApiFailure.notFound(target.type(), target.name()));
        return change(target, before, kind.apply(before, patch), writer, dryRun);
    }

    /** Gives a pod its node. */
    void bind(Target pod, String node, Writer writer) {
        ObjectNode before =
                store.find(pod.type(), pod.key()).orElseThrow(() -> ApiFailure.notFound(pod.type(), pod.name()));
        if (!Json.text(before, "spec", "nodeName").isEmpty()) {
            throw ApiFailure.conflict(
                    pod.type(), pod.name(), "pod " + pod.name() + " is already assigned to node \"" + node + "\"");
        }
        ObjectNode after = before.deepCopy();
        ((ObjectNode) after.path("spec")).put("nodeName", node);
        FieldOwners.attribute(before, after, writer, clock.instant());
        store.put(pod.type(), after);
    }

    private ObjectNode change(Target target, ObjectNode before, ObjectNode wanted, Writer writer, boolean dryRun) {
        ResourceType type = target.type();
        requireSame(target, before, wanted);
        ObjectNode after = target.status() ? withStatusOf(before, wanted) : withoutStatusOf(type, before, wanted);
        keepMetadata(before, after);
        Defaults.fill(type, after);
        Validation.change(type, before, after);
        Validation.content(type, after);
        if (after.equals(before)) {
            return before;
        }
        if (type.generations() && wantsOther(type, before, after)) {
            Json.metadata(after)
                    .put(
                            "generation",
                            before.path("metadata").path("generation").asLong() + 1);
        }
        FieldOwners.attribute(before, after, writer, clock.instant());
        if (dryRun) {
            return after;
        }
        if (Deletions.isDue(after)) {
            store.remove(type, after);
            return after;
        }
        return store.put(type, after);
    }

    private static void requireSame(Target target, ObjectNode before, ObjectNode wanted) {
        String uid = Json.text(wanted, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(Json.text(before, "metadata", "uid"))) {
            throw ApiFailure.invalid(
                    target.type(), target.name(), "metadata.uid", "Invalid value: \"" + uid + "\": field is immutable");
        }
        String resourceVersion = Json.text(wanted, "metadata", "resourceVersion");
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(Json.text(before, "metadata", "resourceVersion"))) {
            throw ApiFailure.stale(target.type(), target.name());
        }
    }

    private static ObjectNode withStatusOf(ObjectNode before, ObjectNode wanted) {
        ObjectNode after = before.deepCopy();
        if (wanted.has("status")) {
            after.set("status", wanted.get("status").deepCopy());
        } else {
            after.remove("status");
        }
        return after;
    }

    private static ObjectNode withoutStatusOf(ResourceType type, ObjectNode before, ObjectNode wanted) {
        ObjectNode after = wanted.deepCopy();
        if (type.statusApart()) {
            after.remove("status");
            if (before.has("status")) {
                after.set("status", before.get("status"));
            }
        }
        return after;
    }

    /** What the API server alone writes stays as it is. */
    private static void keepMetadata(ObjectNode before, ObjectNode after) {
        ObjectNode from = Json.metadata(before);
        ObjectNode to = Json.metadata(after);
        for (String member : KEPT_METADATA) {
            to.remove(member);
            if (from.has(member)) {
                to.set(member, from.get(member));
            }
        }
        for (String member : List.of("name", "namespace", "managedFields", "resourceVersion")) {
            if (from.has(member)) {
                to.set(member, from.get(member));
            }
        }
    }

    private static boolean wantsOther(ResourceType type, ObjectNode before, ObjectNode after) {
        boolean annotationsCount = type.is("apps", "deployments");
        if (annotationsCount
                && !before.path("metadata")
                        .path("annotations")
                        .equals(after.path("metadata").path("annotations"))) {
            return true;
        }
        return !desired(before).equals(desired(after));
    }

    private static ObjectNode desired(ObjectNode object) {
        ObjectNode desired = Json.shallowCopy(object);
        desired.remove(List.of("metadata", "status"));
        return desired;
    }

    private void requireNamespace(String namespace) {
        if (store.find(ResourceTypes.NAMESPACES, "/" + namespace).isEmpty()) {
            throw ApiFailure.notFound(ResourceTypes.NAMESPACES, namespace);
        }
    }

    private String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }
}
