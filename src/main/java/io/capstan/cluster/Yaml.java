package io.capstan.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** YAML as trees: a native executable needs no class registered for those. */
public final class Yaml {
    private static final ObjectMapper TREES = new ObjectMapper(new YAMLFactory());

    private Yaml() {}

    /**
     * The documents of a text, in order; none if it holds nothing but comments.
     *
     * @throws UncheckedIOException if it is no YAML
     */
    public static List<JsonNode> documents(String text) {
        List<JsonNode> documents = new ArrayList<>();
        try (JsonParser parser = TREES.createParser(text)) {
            while (parser.nextToken() != null) {
                documents.add(TREES.readTree(parser));
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
