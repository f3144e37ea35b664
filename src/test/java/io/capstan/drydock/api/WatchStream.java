package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One client's watch: changes of a collection, one JSON document a line, until the client goes or its time is up. */
final class WatchStream {
    private static final long POLL_MILLIS = 1_000;

    private final Store store;
    private final Target target;
    private final Predicate<ObjectNode> selector;
    private final Representation representation;

    WatchStream(Store store, Target target, Predicate<ObjectNode> selector, Representation representation) {
        this.store = store;
        this.target = target;
        this.selector = selector;
        this.representation = representation;
    }

    /**
     * Streams until the time is up.
     *
     * @param from the version behind which to start; 0: with what there is now
     * @param limit wall-clock time
     * @return how many bytes were sent
     */
    long run(Reply reply, long from, Duration limit) throws InterruptedException {
        long bytes = 0;
        long seen = from;
        if (from > 0 && from < store.forgotten()) {
            ApiFailure expired =
                    ApiFailure.expired("too old resource version: " + from + " (" + store.forgotten() + ")");
            return send(reply, "ERROR", expired.status());
        }
        if (from == 0) {
            List<ObjectNode> present;
            synchronized (store) {
                seen = store.version();
                present = store.list(target.type(), target.namespace(), "");
            }
            for (ObjectNode object : present) {
                bytes += selector.test(object) ? send(reply, "ADDED", representation.object(object)) : 0;
            }
        }
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            for (Change change : store.awaitChangesAfter(seen, POLL_MILLIS)) {
                seen = change.version();
                bytes += send(reply, change);
            }
        }
        return bytes;
    }

    private long send(Reply reply, Change change) {
        if (!change.type().equals(target.type())) {
            return 0;
        }
        Optional<ObjectNode> before = change.before().filter(this::watches);
        Optional<ObjectNode> after = change.after().filter(this::watches);
        if (after.isPresent()) {
            String type = before.isPresent() ? "MODIFIED" : "ADDED";
            return send(reply, type, representation.object(after.get()));
        }
        if (before.isPresent()) {
            return send(reply, "DELETED", representation.object(lastSeen(change, before.get())));
        }
        return 0;
    }

    /** An object that leaves the selection goes out as it was, under the version of the change that took it out. */
    private static ObjectNode lastSeen(Change change, ObjectNode before) {
        ObjectNode last = before.deepCopy();
        Json.metadata(last).put("resourceVersion", Long.toString(change.version()));
        return last;
    }

    private boolean watches(ObjectNode object) {
        boolean inNamespace =
                target.namespace().isEmpty() || target.namespace().equals(Json.text(object, "metadata", "namespace"));
        return inNamespace && selector.test(object);
    }

    private static long send(Reply reply, String type, ObjectNode object) {
        ObjectNode event = Json.object().put("type", type);
        event.set("object", object);
        byte[] json = Json.write(event);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        reply.chunk(line);
        return line.length;
    }
}
