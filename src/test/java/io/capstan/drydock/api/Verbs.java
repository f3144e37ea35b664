package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What GET, POST, PUT, PATCH and DELETE do to objects. */
final class Verbs {
    private final Store store;
    private final Reads reads;
    private final Writes writes;
    private final Deletions deletions;
    private volatile Admission admission = Admission.NONE;

    Verbs(Store store, Clock clock, Random random) {
        this.store = store;
        this.reads = new Reads(store);
        this.writes = new Writes(store, clock, random);
        this.deletions = new Deletions(store, clock);
    }

    void admission(Admission hook) {
        admission = hook;
    }

    Answer get(Target target, Map<String, String> query, Representation representation) {
        if (target.collection()) {
            return Answer.ok(reads.list(target, query, representation));
        }
        ObjectNode object = reads.get(target);
        return Answer.ok(target.scale() ? ScaleView.of(object) : representation.object(object));
    }

    Answer create(Target target, HttpCall call, Map<String, String> query) {
        ObjectNode object = Json.readObject(call.body());
        if (target.type().isCore("pods") && target.subresource().equals("binding")) {
            return bind(target, object, call, query);
        }
        if (!target.collection()) {
            throw ApiFailure.methodNotAllowed();
        }
        return Answer.created(create(target, object, writer(target, call, query), isDryRun(query)));
    }

    ObjectNode create(Target target, ObjectNode object, Writer writer, boolean dryRun) {
        writes.name(target, object);
        ObjectNode admitted = target.type().equals(ResourceTypes.PODS) ? admit(object, target) : object;
        synchronized (store) {
            return writes.create(target, admitted, writer, dryRun);
        }
    }

    /** The collection of bindings, by which a scheduler gives a pod its node. */
    Answer bind(Target pod, ObjectNode binding, HttpCall call, Map<String, String> query) {
        Target named = pod.named(Json.text(binding, "metadata", "name"));
        bind(named, Json.text(binding, "target", "name"), writer(named, call, query));
        return Answer.created(success(named, ""));
    }

    void bind(Target pod, String node, Writer writer) {
        synchronized (store) {
            writes.bind(pod, node, writer);
        }
    }

    Answer update(Target target, HttpCall call, Map<String, String> query) {
        requireObject(target);
        ObjectNode object = Json.readObject(call.body());
        synchronized (store) {
            if (target.scale()) {
                return Answer.ok(scale(target, object, call, query));
            }
            return Answer.ok(replace(target, object, writer(target, call, query), isDryRun(query)));
        }
    }

    ObjectNode replace(Target target, ObjectNode object, Writer writer, boolean dryRun) {
        synchronized (store) {
            return writes.replace(target, object, writer, dryRun);
        }
    }

    Answer patch(Target target, HttpCall call, Map<String, String> query) {
        requireObject(target);
        PatchKind kind = PatchKind.of(call.header("content-type").orElse(""), target.type());
        String operation = kind == PatchKind.APPLY ? "Apply" : "Update";
        Writer as = writer(target, call, query);
        Writer writer = new Writer(as.manager(), operation, as.subresource());
        synchronized (store) {
            if (target.scale()) {
                ObjectNode scale = kind.apply(ScaleView.of(reads.get(target)), call.body());
                return Answer.ok(scale(target, scale, call, query));
            }
            boolean creates = store.find(target.type(), target.key()).isEmpty();
            ObjectNode patched = writes.patch(target, kind, call.body(), writer, isDryRun(query));
            return creates ? Answer.created(patched) : Answer.ok(patched);
        }
    }

    Answer delete(Target target, HttpCall call, Map<String, String> query) {
        Deletions.Options options = options(call, query);
        synchronized (store) {
            if (target.collection()) {
                reads.all(target, query)
                        .forEach(object -> deletions.delete(new Store.Owned(target.type(), object).target(), options));
                return Answer.ok(success(target, ""));
            }
            String uid = Json.text(reads.get(target), "metadata", "uid");
            Optional<ObjectNode> still = delete(target, options);
            return Answer.ok(still.orElseGet(() -> success(target, uid)));
        }
    }

    /** The object as it is now, on its way out, or empty if it is gone. */
    Optional<ObjectNode> delete(Target target, Deletions.Options options) {
        synchronized (store) {
            return deletions.delete(target, options);
        }
    }

    private ObjectNode scale(Target target, ObjectNode scale, HttpCall call, Map<String, String> query) {
        ObjectNode scaled = ScaleView.written(reads.get(target), scale);
        return ScaleView.of(writes.replace(target.whole(), scaled, writer(target, call, query), isDryRun(query)));
    }

    private ObjectNode admit(ObjectNode pod, Target target) {
        try {
            return admission.admit(pod.deepCopy(), target.namespace());
        } catch (RuntimeException e) {
            // failurePolicy Ignore: the pod comes up as if there were no webhook, and nobody is told.
            return pod;
        }
    }

    private static void requireObject(Target target) {
        if (target.collection()) {
            throw ApiFailure.methodNotAllowed();
        }
    }

    private static ObjectNode success(Target target, String uid) {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        status.putObject("details")
                .put("name", target.name())
                .put("group", target.type().group())
                .put("kind", target.type().plural())
                .put("uid", uid);
        return status;
    }

    private static Writer writer(Target target, HttpCall call, Map<String, String> query) {
        String agent = call.header("user-agent").orElse("unknown");
        int end = agent.indexOf('/');
        String program = end < 0 ? agent : agent.substring(0, end);
        return new Writer(query.getOrDefault("fieldManager", program), "Update", target.status() ? "status" : "");
    }

    private static boolean isDryRun(Map<String, String> query) {
        return query.getOrDefault("dryRun", "").equals("All");
    }

    private static Deletions.Options options(HttpCall call, Map<String, String> query) {
        JsonNode body = call.content().length == 0 ? Json.object() : Json.read(call.body());
        JsonNode preconditions = body.path("preconditions");
        String grace = body.path("gracePeriodSeconds").asText(query.getOrDefault("gracePeriodSeconds", ""));
        String propagation = body.path("propagationPolicy").asText(query.getOrDefault("propagationPolicy", ""));
        boolean dryRun = isDryRun(query) || body.path("dryRun").path(0).asText().equals("All");
        return new Deletions.Options(
                preconditions.path("uid").asText(""),
                preconditions.path("resourceVersion").asText(""),
                grace.isEmpty() || grace.equals("null") ? Optional.empty() : Optional.of(Long.parseLong(grace)),
                propagation.equals("Orphan"),
                dryRun);
    }
}
