package io.capstan.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code k8s/chart/values.schema.json} and the keys of the configuration. */
class ChartSchemaTest {
    /** What the chart sets by values of its own, for RBAC or the network policy besides. */
    private static final Set<Key> SAID_ELSEWHERE = Set.of(
            Key.LINKERD_NAMESPACE,
            Key.TRUST_NAMESPACE,
            Key.ANCHOR_CERTIFICATE,
            Key.ISSUER_CERTIFICATE,
            Key.BUNDLE,
            Key.PREVIOUS_ANCHOR,
            Key.NAMESPACE,
            Key.PROBE_NAMESPACE,
            Key.PUSHGATEWAY_URL,
            Key.PUSHGATEWAY_GROUPING);

    private static JsonNode schema;

    @BeforeAll
    static void read() throws IOException {
        schema = new ObjectMapper()
                .readTree(Path.of("k8s/chart/values.schema.json").toFile());
    }

    @Test
    void knowsEveryKeyOfTheConfigurationAndNoOther() {
        assertThat(settings("capstan", schema.at("/properties/settings")))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of(Key.values())
                                        .filter(key -> !SAID_ELSEWHERE.contains(key))
                                        .map(Key::fullName),
                                Stream.of("capstan.windows", "capstan.excluded-dates"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void letsNoUnknownNamePassAndSaysOfEachWhatItIs() {
        assertThat(objects(schema))
                .isNotEmpty()
                // other than false only where it says what the values may be: quantities, whose names Kubernetes knows
                .allMatch(object -> object.path("additionalProperties").isObject()
                        || object.path("additionalProperties").equals(BooleanNode.FALSE));
        assertThat(objects(schema).flatMap(object -> object.path("properties").properties().stream()))
                .isNotEmpty()
                .allSatisfy(property -> assertThat(
                                property.getValue().path("description").asText())
                        .as(property.getKey())
                        .isNotEmpty());
    }

    /** The full names of what an object of the schema allows; lists count as one name. */
    private static Stream<String> settings(String prefix, JsonNode object) {
        return object.path("properties").properties().stream()
                .flatMap(property -> property.getValue().has("properties")
                        ? settings(prefix + "." + property.getKey(), property.getValue())
                        : Stream.of(prefix + "." + property.getKey()));
    }

    private static Stream<JsonNode> objects(JsonNode schema) {
        return schema.findParents("type").stream()
                .filter(node -> node.path("type").asText().equals("object"))
                .filter(node -> !node.path("description").asText().startsWith("Helm's own"));
    }
}
