package io.capstan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.cluster.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The manifests of {@code k8s/base}, which the build puts into the program: Capstan's own objects and no others. */
final class OwnManifests {
    private static final String FOLDER = "/k8s/";
    private static final String END = "---\n";

    private OwnManifests() {}

    /**
     * Everything, in the order in which it is to be applied, comments included.
     *
     * @param image what every container runs
     */
    static String toApply(String image) {
        return files().stream()
                .map(OwnManifests::text)
                .collect(Collectors.joining(END))
                .replaceAll("(?m)^(\\s*(?:- )?image: ).*$", "$1" + image);
    }

    /** The names of the same objects, in the order in which they are to be deleted. */
    static String toDelete() {
        List<String> objects = new ArrayList<>();
        Yaml.documents(files().stream().map(OwnManifests::text).collect(Collectors.joining(END)))
                .forEach(object -> objects.add(reference(object)));
        Collections.reverse(objects);
        return String.join(END, objects);
    }

    private static String reference(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asText();
        return "apiVersion: " + object.path("apiVersion").asText() + "\nkind: "
                + object.path("kind").asText() + "\nmetadata:\n  name: "
                + metadata.path("name").asText() + "\n"
                + (namespace.isEmpty() ? "" : "  namespace: " + namespace + "\n");
    }

    /** As the kustomization lists them; it does nothing else to them. */
    private static List<String> files() {
        JsonNode kustomization = Yaml.documents(text("kustomization.yaml")).get(0);
        List<String> files = new ArrayList<>();
        kustomization.path("resources").forEach(file -> files.add(file.asText()));
        return files;
    }

    private static String text(String file) {
        try (InputStream resource = OwnManifests.class.getResourceAsStream(FOLDER + file)) {
            if (resource == null) {
                throw new IllegalStateException("the build has not put " + FOLDER + file + " into the program");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
