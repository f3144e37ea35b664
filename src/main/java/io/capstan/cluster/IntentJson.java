package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.pki.Fingerprint;
import io.capstan.pki.PemBundle;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Strategy;
import io.capstan.trust.ObjectRef;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** An Intent as JSON that a person can read, and mend. */
final class IntentJson {
    private IntentJson() {}

    static ObjectNode write(Intent intent) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("retire", intent.retire().hex())
                .put("strategy", intent.strategy().text())
                .put("purge", intent.purge())
                .put("reason", intent.asked().reason())
                .put("requestedBy", intent.asked().requestedBy())
                .put("requestId", intent.asked().requestId())
                .put("anchorNotShared", intent.asked().anchorNotShared())
                .put("startedAt", intent.startedAt().toString());
        intent.approvedAt().ifPresent(at -> json.put("approvedAt", at.toString()));
        intent.heldPolicy().ifPresent(policy -> json.put("heldPolicy", policy));
        ArrayNode alsoRequested = json.putArray("alsoRequested");
        intent.asked().alsoRequested().forEach(alsoRequested::add);
        ArrayNode left = json.putArray("left");
        intent.left().stream()
                .sorted()
                .forEach(workload -> left.addObject()
                        .put("kind", workload.kind())
                        .put("namespace", workload.namespace())
                        .put("name", workload.name()));
        ArrayNode used = json.putArray("used");
        intent.used()
                .forEach(anchor -> used.addObject()
                        .put("sha256", anchor.fingerprint().hex())
                        .put("certificate", PemBundle.write(AnchorSet.of(anchor))));
        JournalJson.write(intent.journal(), json);
        return json;
    }

    /** @throws RuntimeException an IllegalArgumentException or a DateTimeException that says what is wrong */
    static Intent read(JsonNode json) {
        return new Intent(
                new Fingerprint(required(json, "retire")),
                asked(json),
                Instant.parse(required(json, "startedAt")),
                KubeObject.text(json.path("approvedAt")).map(Instant::parse),
                KubeObject.text(json.path("heldPolicy")),
                AnchorSet.of(KubeObject.stream(json.path("used"))
                        .map(IntentJson::anchor)
                        .toList()),
                JournalJson.read(json));
    }

    private static Asked asked(JsonNode json) {
        return new Asked(
                Strategy.valueOf(constant(json, "strategy")),
                json.path("purge").asBoolean(),
                json.path("reason").asText(),
                json.path("requestedBy").asText(),
                json.path("requestId").asText(),
                KubeObject.stream(json.path("alsoRequested"))
                        .map(JsonNode::asText)
                        .toList(),
                KubeObject.stream(json.path("left")).map(IntentJson::workload).collect(Collectors.toSet()),
                json.path("anchorNotShared").asBoolean());
    }

    private static ObjectRef workload(JsonNode json) {
        return new ObjectRef(required(json, "kind"), json.path("namespace").asText(), required(json, "name"));
    }

    private static Certificate anchor(JsonNode json) {
        String sha256 = required(json, "sha256");
        return PemBundle.parse(required(json, "certificate"))
                .first()
                .filter(anchor -> anchor.fingerprint().hex().equals(sha256))
                .orElseThrow(() -> new IllegalArgumentException(
                        "what it says was used is not the certificate whose sha256 is " + sha256));
    }

    static String constant(JsonNode json, String field) {
        return required(json, field).toUpperCase(Locale.ROOT);
    }

    static String required(JsonNode json, String field) {
        return KubeObject.text(json.path(field))
                .orElseThrow(() -> new IllegalArgumentException("it has no text " + field));
    }
}
