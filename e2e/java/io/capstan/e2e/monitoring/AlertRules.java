package io.capstan.e2e.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.e2e.stack.RunDirectory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of {@code k8s/monitoring/rules.yaml}. Prometheus operator wants them within an object, Prometheus wants what the
 * object holds; the second is made from the first, so that there is only one.
 */
record AlertRules(JsonNode spec) {
    /** Where the tests of {@code e2e/monitoring/tests} look for the rules. */
    static final Path FOR_PROMTOOL = Path.of("target/e2e/monitoring/rules.yaml");

    private static final Path OBJECT = Path.of("k8s/monitoring/rules.yaml");

    static AlertRules read() {
        return new AlertRules(Serialization.unmarshal(RunDirectory.read(OBJECT), JsonNode.class)
                .path("spec"));
    }

    /** The same rules, their expressions untouched, that fire after another time than theirs. */
    AlertRules firingAfter(Duration time) {
        JsonNode copy = spec.deepCopy();
        alerts(copy).forEach(alert -> ((ObjectNode) alert).put("for", time.toSeconds() + "s"));
        return new AlertRules(copy);
    }

    /** The rules that are alerts, in their order. */
    List<Alert> alerts() {
        return alerts(spec)
                .map(rule -> new Alert(
                        rule.path("alert").asText(),
                        rule.at("/labels/severity").asText(),
                        rule.at("/annotations/summary").asText(),
                        rule.at("/annotations/description").asText(),
                        rule.at("/annotations/runbook_url").asText()))
                .toList();
    }

    /** Writes them as a rule file of Prometheus; JSON is YAML. */
    void writeTo(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, spec.toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> alerts(JsonNode spec) {
        return Json.elements(spec.path("groups"))
                .flatMap(group -> Json.elements(group.path("rules")))
                .filter(rule -> rule.has("alert"));
    }

    /** What an alert says; the templates as they are written. */
    record Alert(String name, String severity, String summary, String description, String runbook) {}
}
