package io.capstan.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

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
        yaml().loadAll(files().stream().map(OwnManifests::text).collect(Collectors.joining(END)))
                .forEach(object -> objects.add(reference((Map<?, ?>) object)));
        Collections.reverse(objects);
        return String.join(END, objects);
    }

    private static String reference(Map<?, ?> object) {
        Map<?, ?> metadata = (Map<?, ?>) Objects.requireNonNull(object.get("metadata"));
        Object namespace = metadata.get("namespace");
        return "apiVersion: " + object.get("apiVersion") + "\nkind: " + object.get("kind") + "\nmetadata:\n  name: "
                + metadata.get("name") + "\n" + (namespace == null ? "" : "  namespace: " + namespace + "\n");
    }

    /** As the kustomization lists them; it does nothing else to them. */
    private static List<String> files() {
        Map<?, ?> kustomization = yaml().load(text("kustomization.yaml"));
        return ((List<?>) Objects.requireNonNull(kustomization.get("resources")))
                .stream().map(String::valueOf).toList();
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

    private static Yaml yaml() {
        return new Yaml(new SafeConstructor(new LoaderOptions()));
    }
}
