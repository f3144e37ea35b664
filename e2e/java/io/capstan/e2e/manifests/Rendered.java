package io.capstan.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.e2e.stack.Programs;
import io.capstan.e2e.stack.RunDirectory;
import io.capstan.e2e.stack.Shell;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Objects as a tool prints them.
 *
 * @param text YAML documents
 */
public record Rendered(String text) {

    /** {@code kubectl kustomize} of a directory below {@code k8s/}. */
    public static Rendered overlay(String name) {
        return directory("k8s/" + name);
    }

    /** {@code kubectl kustomize} of a directory. */
    public static Rendered directory(String path) {
        return kustomize(Programs.built().path("kubectl"), path);
    }

    /** The same by another {@code kubectl}: each has a kustomize of its own. */
    public static Rendered overlay(String name, Path kubectl) {
        return kustomize(kubectl.toString(), "k8s/" + name);
    }

    private static Rendered kustomize(String kubectl, String path) {
        return new Rendered(new Shell(Programs.built(), Path.of("/dev/null"))
                .run(List.of(kubectl, "kustomize", path))
                .expectSuccess());
    }

    /** {@code helm template} with these {@code --set} values. */
    public static Rendered chart(String... values) {
        return new Rendered(Helm.template(Helm.set(List.of(values))).expectSuccess());
    }

    /** The files that a kustomization lists, one after another, as they are. */
    public static Rendered files(Path directory) {
        JsonNode kustomization =
                Serialization.unmarshal(RunDirectory.read(directory.resolve("kustomization.yaml")), JsonNode.class);
        return new Rendered(elements(kustomization.path("resources"))
                .map(file -> RunDirectory.read(directory.resolve(file.asText())))
                .collect(Collectors.joining("\n---\n")));
    }

    /** Both, as two {@code kubectl apply} would leave them. */
    public Rendered and(Rendered other) {
        return new Rendered(text + "\n---\n" + other.text);
    }

    /** The documents in their order, untouched. */
    public Stream<JsonNode> documents() {
        return Stream.of(text.split("(?m)^---$"))
                .map(document -> Serialization.unmarshal(document, JsonNode.class))
                .filter(document -> document != null && document.isObject());
    }

    /** The objects as far as they mean something: files within ConfigMaps parsed, environments in any order. */
    public Set<JsonNode> objects() {
        return documents().map(Rendered::meaning).collect(Collectors.toSet());
    }

    private static JsonNode meaning(JsonNode object) {
        if (object.path("kind").asText().equals("ConfigMap")) {
            ObjectNode data = (ObjectNode) object.path("data");
            data.properties()
                    .forEach(file -> file.setValue(
                            Serialization.unmarshal(file.getValue().asText(), JsonNode.class)));
        }
        object.findParents("env").stream()
                .map(ObjectNode.class::cast)
                .forEach(container -> container.set("env", sorted((ArrayNode) container.path("env"))));
        return object;
    }

    private static ArrayNode sorted(ArrayNode variables) {
        ArrayNode sorted = variables.arrayNode();
        elements(variables)
                .sorted(Comparator.comparing(variable -> variable.path("name").asText()))
                .forEach(sorted::add);
        return sorted;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
