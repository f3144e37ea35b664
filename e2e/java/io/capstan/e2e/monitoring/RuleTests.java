package io.capstan.e2e.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.e2e.stack.RunDirectory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The test files that promtool runs: which alerts they see firing, and which they see silent. */
record RuleTests(List<Path> files) {
    private static final Path DIRECTORY = Path.of("e2e/monitoring/tests");

    static RuleTests all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return new RuleTests(files.sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> firing() {
        return alerts(false);
    }

    Set<String> silent() {
        return alerts(true);
    }

    private Set<String> alerts(boolean silent) {
        return files.stream()
                .map(file -> Serialization.unmarshal(RunDirectory.read(file), JsonNode.class))
                .flatMap(file -> Json.elements(file.path("tests")))
                .flatMap(test -> Json.elements(test.path("alert_rule_test")))
                .filter(look -> look.path("exp_alerts").isEmpty() == silent)
                .map(look -> look.path("alertname").asText())
                .collect(Collectors.toSet());
    }
}
