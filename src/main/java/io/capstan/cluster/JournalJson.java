package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.rotation.Journal;
import io.capstan.rotation.Journal.Proof;
import io.capstan.rotation.Journal.Restarted;
import io.capstan.rotation.Journal.Role;
import io.capstan.rotation.Journal.Seen;
import io.capstan.rotation.Journal.SeenCertificate;
import io.capstan.rotation.Phase;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.RestartMark.Cause;
import java.time.Instant;
import java.util.Locale;

/** A Journal as the lists of an Intent's JSON. */
final class JournalJson {
    private JournalJson() {}

    static void write(Journal journal, ObjectNode json) {
        ArrayNode seen = json.putArray("seen");
        journal.seen()
                .forEach(entry -> seen.addObject()
                        .put("phase", entry.phase().text())
                        .put("anchor", entry.anchor())
                        .put("at", entry.at().toString()));
        ArrayNode certificates = json.putArray("certificates");
        journal.certificates()
                .forEach(entry -> certificates
                        .addObject()
                        .put("role", entry.role().name().toLowerCase(Locale.ROOT))
                        .put("sha256", entry.sha256())
                        .put("subject", entry.subject())
                        .put("notBefore", entry.notBefore().toString())
                        .put("notAfter", entry.notAfter().toString())
                        .put("firstSeen", entry.firstSeen().toString()));
        ArrayNode restarts = json.putArray("restarts");
        journal.restarts().forEach(entry -> write(entry, restarts.addObject()));
        ArrayNode proofs = json.putArray("proofs");
        journal.proofs()
                .forEach(entry -> proofs.addObject()
                        .put("invariant", entry.invariant())
                        .put("step", entry.step())
                        .put("evidence", entry.evidence())
                        .put("at", entry.at().toString()));
    }

    private static void write(Restarted entry, ObjectNode json) {
        json.put("workload", entry.workload().slashed())
                .put("cause", entry.cause().text())
                .put("at", entry.at().toString());
        entry.completed().ifPresent(at -> json.put("completed", at.toString()));
    }

    /** @throws RuntimeException an IllegalArgumentException or a DateTimeException that says what is wrong */
    static Journal read(JsonNode json) {
        return new Journal(
                KubeObject.stream(json.path("seen")).map(JournalJson::seen).toList(),
                KubeObject.stream(json.path("certificates"))
                        .map(JournalJson::certificate)
                        .toList(),
                KubeObject.stream(json.path("restarts"))
                        .map(JournalJson::restarted)
                        .toList(),
                KubeObject.stream(json.path("proofs")).map(JournalJson::proof).toList());
    }

    private static Seen seen(JsonNode json) {
        return new Seen(
                Phase.valueOf(IntentJson.constant(json, "phase")),
                IntentJson.required(json, "anchor"),
                time(json, "at"));
    }

    private static SeenCertificate certificate(JsonNode json) {
        return new SeenCertificate(
                Role.valueOf(IntentJson.constant(json, "role")),
                IntentJson.required(json, "sha256"),
                json.path("subject").asText(),
                time(json, "notBefore"),
                time(json, "notAfter"),
                time(json, "firstSeen"));
    }

    private static Restarted restarted(JsonNode json) {
        return new Restarted(
                workload(IntentJson.required(json, "workload")),
                cause(IntentJson.required(json, "cause")),
                time(json, "at"),
                KubeObject.text(json.path("completed")).map(Instant::parse));
    }

    private static Proof proof(JsonNode json) {
        return new Proof(
                IntentJson.required(json, "invariant"),
                IntentJson.required(json, "step"),
                IntentJson.required(json, "evidence"),
                time(json, "at"));
    }

    private static Cause cause(String text) {
        return Cause.of(text).orElseThrow(() -> new IllegalArgumentException("its restart has a cause '" + text + "'"));
    }

    private static ObjectRef workload(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("its restart has a workload '" + text + "'");
        }
        return new ObjectRef(parts[0], parts[1], parts[2]);
    }

    private static Instant time(JsonNode json, String field) {
        return Instant.parse(IntentJson.required(json, field));
    }
}
