package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keeps {@code metadata.managedFields}: who set which field, and when each last took a field or changed one. Lists
 * count as one field, which is coarser than Kubernetes. As in Kubernetes only the entry of the one who writes gets a
 * new time, and taking a field away gives none.
 */
final class FieldOwners {
    private static final Set<String> NOT_OF_THE_ROOT = Set.of("apiVersion", "kind");
    private static final Set<String> NOT_OF_METADATA = Set.of(
            "name",
            "namespace",
            "generateName",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields");

    private FieldOwners() {}

    /** Writes into {@code after} who owns what, given what was there before. */
    static void attribute(ObjectNode before, ObjectNode after, Writer writer, Instant now) {
        ObjectNode set = Json.object();
        ObjectNode gone = Json.object();
        compare(own(before), own(after), set, gone);
        List<ObjectNode> entries = new ArrayList<>();
        boolean known = false;
        for (JsonNode present : before.path("metadata").path("managedFields")) {
            ObjectNode entry = present.deepCopy();
            ObjectNode fields = fields(entry);
            boolean mine = isBy(entry, writer);
            subtract(fields, gone);
            if (mine) {
                known = true;
                unite(fields, set);
                if (!set.isEmpty()) {
                    entry.put("time", Json.time(now));
                }
            } else {
                subtract(fields, set);
            }
            if (!fields.isEmpty()) {
                entries.add(entry);
            }
        }
        if (!known && !set.isEmpty()) {
            entries.add(entry(after, writer, set, now));
        }
        ArrayNode all = Json.metadata(after).putArray("managedFields");
        entries.forEach(all::add);
    }

    private static ObjectNode entry(ObjectNode object, Writer writer, ObjectNode fields, Instant now) {
        ObjectNode entry = Json.object()
                .put("manager", writer.manager())
                .put("operation", writer.operation())
                .put("apiVersion", Json.text(object, "apiVersion"))
                .put("time", Json.time(now))
                .put("fieldsType", "FieldsV1");
        entry.set("fieldsV1", fields);
        if (!writer.subresource().isEmpty()) {
            entry.put("subresource", writer.subresource());
        }
        return entry;
    }

    private static boolean isBy(ObjectNode entry, Writer writer) {
        return Json.text(entry, "manager").equals(writer.manager())
                && Json.text(entry, "operation").equals(writer.operation())
                && Json.text(entry, "subresource").equals(writer.subresource());
    }

    private static ObjectNode fields(ObjectNode entry) {
        return entry.path("fieldsV1") instanceof ObjectNode fields ? fields : entry.putObject("fieldsV1");
    }

    /** The part of an object that has owners. */
    private static ObjectNode own(ObjectNode object) {
        ObjectNode own = Json.shallowCopy(object);
        own.remove(NOT_OF_THE_ROOT);
        if (own.path("metadata") instanceof ObjectNode metadata) {
            ObjectNode kept = Json.shallowCopy(metadata);
            kept.remove(NOT_OF_METADATA);
            own.set("metadata", kept);
        }
        return own;
    }

    private static void compare(ObjectNode before, ObjectNode after, ObjectNode set, ObjectNode gone) {
        after.properties().forEach(member -> {
            JsonNode old = before.path(member.getKey());
            if (!member.getValue().equals(old)) {
                compareMember("f:" + member.getKey(), old, member.getValue(), set, gone);
            }
        });
        before.properties().forEach(member -> {
            if (!after.has(member.getKey())) {
                gone.putObject("f:" + member.getKey());
            }
        });
    }

    private static void compareMember(String field, JsonNode old, JsonNode now, ObjectNode set, ObjectNode gone) {
        if (now instanceof ObjectNode nested && !nested.isEmpty()) {
            ObjectNode nestedSet = Json.object();
            ObjectNode nestedGone = Json.object();
            compare(old instanceof ObjectNode o ? o : Json.object(), nested, nestedSet, nestedGone);
            putUnlessEmpty(set, field, nestedSet);
            putUnlessEmpty(gone, field, nestedGone);
        } else {
            set.putObject(field);
        }
    }

    private static void putUnlessEmpty(ObjectNode parent, String field, ObjectNode value) {
        if (!value.isEmpty()) {
            parent.set(field, value);
        }
    }

    private static void unite(ObjectNode fields, ObjectNode more) {
        more.properties().forEach(member -> {
            ObjectNode nested = fields.path(member.getKey()) instanceof ObjectNode present
                    ? present
                    : fields.putObject(member.getKey());
            unite(nested, (ObjectNode) member.getValue());
        });
    }

    private static void subtract(ObjectNode fields, ObjectNode less) {
        less.properties().forEach(member -> {
            if (!(fields.path(member.getKey()) instanceof ObjectNode present)) {
                return;
            }
            subtract(present, (ObjectNode) member.getValue());
            if (present.isEmpty() || member.getValue().isEmpty()) {
                fields.remove(member.getKey());
            }
        });
    }
}
