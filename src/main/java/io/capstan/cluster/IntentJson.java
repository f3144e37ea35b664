package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.pki.Fingerprint;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Strategy;
import io.capstan.trust.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An intent as JSON, field by field, so that nothing needs reflection. */
final class IntentJson {
    private IntentJson() {}

    static ObjectNode write(Intent intent) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("retire", intent.retire().hex())
                .put("strategy", intent.strategy().name())
                .put("purge", intent.purge())
                .put("reason", intent.reason())
                .put("requestedBy", intent.requestedBy())
                .put("requestId", intent.requestId())
                .put("anchorNotShared", intent.anchorNotShared())
                .put("startedAt", intent.startedAt().toString());
        ArrayNode left = json.putArray("left");
        intent.left().stream()
                .sorted()
                .forEach(ref -> left.addObject()
                        .put("kind", ref.kind())
                        .put("namespace", ref.namespace())
                        .put("name", ref.name()));
        ArrayNode seen = json.putArray("seen");
        intent.seen()
                .forEach(entry -> seen.addObject()
                        .put("phase", entry.phase().name())
                        .put("anchor", entry.anchor())
                        .put("at", entry.at().toString()));
        return json;
    }

    /** @throws RuntimeException of any kind if {@code json} was not written by {@link #write} */
    static Intent read(JsonNode json) {
        Set<ObjectRef> left = KubeObject.stream(json.required("left"))
                .map(ref -> new ObjectRef(text(ref, "kind"), text(ref, "namespace"), text(ref, "name")))
                .collect(Collectors.toUnmodifiableSet());
        List<Intent.Seen> seen = KubeObject.stream(json.required("seen"))
                .map(entry -> new Intent.Seen(
                        Phase.valueOf(text(entry, "phase")), text(entry, "anchor"), Instant.parse(text(entry, "at"))))
                .toList();
        return new Intent(
                new Fingerprint(text(json, "retire")),
                Strategy.valueOf(text(json, "strategy")),
                json.required("purge").asBoolean(),
                text(json, "reason"),
                text(json, "requestedBy"),
                text(json, "requestId"),
                left,
                json.required("anchorNotShared").asBoolean(),
                Instant.parse(text(json, "startedAt")),
                seen);
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).asText();
    }
}
