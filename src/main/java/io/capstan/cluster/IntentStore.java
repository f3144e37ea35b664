package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.rotation.Intent;
import io.capstan.trust.Installation;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where the Intent is kept: ConfigMap {@code capstan-rotation}. Its other entries are left as they are.
 *
 * <p>Writes depend on what was last read through this store: read before the first write, and again after a conflict.
 */
public final class IntentStore {
    public static final String NAME = "capstan-rotation";

    private static final String INTENT = "intent";
    private static final String LAST = "last-rotation";

    private final Api api;
    private final Target target;
    private Optional<KubeObject> seen = Optional.empty();

    public IntentStore(KubernetesClient client, Installation installation) {
        this.api = new Api(client);
        this.target = Resource.CONFIG_MAP.named(installation.ownNamespace(), NAME);
    }

    /**
     * A rotation that has come to its end.
     *
     * @param report as it was given to {@link #archive}
     */
    public record Completed(Intent intent, String report) {}

    /**
     * What is wanted at present, if anything is.
     *
     * @throws ClusterException if it may not be read, or what is there is no Intent
     */
    public Optional<Intent> read() {
        seen = api.find(target, Sieve.ALL);
        return seen.flatMap(configMap -> entry(configMap, INTENT))
                .map(json -> understand(INTENT, json, IntentJson::read));
    }

    /** The last rotation that was archived: a request with its id has been served. No write depends on this reading. */
    public Optional<Completed> lastCompleted() {
        return api.find(target, Sieve.ALL)
                .flatMap(configMap -> entry(configMap, LAST))
                .map(json -> understand(LAST, json, IntentStore::completed));
    }

    private static Completed completed(JsonNode last) {
        return new Completed(
                IntentJson.read(last.path("intent")), last.path("report").asText());
    }

    /**
     * Puts {@code intent} in the place of the one before.
     *
     * @return a conflict if somebody has written since it was last read here
     */
    public Outcome write(Intent intent) {
        return update(data -> data.put(INTENT, pretty(IntentJson.write(intent))));
    }

    /**
     * Ends a rotation: in one write the intent goes, and becomes the last rotation with its {@code report}.
     *
     * @return a conflict if somebody has written since it was last read here
     */
    public Outcome archive(Intent intent, String report) {
        ObjectNode last = JsonNodeFactory.instance.objectNode();
        last.set("intent", IntentJson.write(intent));
        last.put("report", report);
        return update(data -> {
            data.remove(INTENT);
            data.put(LAST, pretty(last));
        });
    }

    private static Optional<String> entry(KubeObject configMap, String key) {
        return KubeObject.text(configMap.json().path("data").path(key));
    }

    private Outcome update(Consumer<ObjectNode> change) {
        ObjectNode configMap =
                seen.map(present -> (ObjectNode) present.json().deepCopy()).orElseGet(this::empty);
        change.accept(configMap.withObjectProperty("data"));
        Answer answer = seen.isPresent()
                ? api.replace(target, configMap)
                : api.create(Resource.CONFIG_MAP.in(target.namespace()), configMap);
        Outcome outcome = Api.outcome(target, answer);
        if (outcome.isDone()) {
            seen = Optional.of(Api.written(target, answer));
        }
        return outcome;
    }

    private ObjectNode empty() {
        ObjectNode configMap = JsonNodeFactory.instance.objectNode();
        configMap.put("apiVersion", "v1").put("kind", "ConfigMap");
        configMap.putObject("metadata").put("name", target.name()).put("namespace", target.namespace());
        return configMap;
    }

    private <T> T understand(String key, String text, Function<JsonNode, T> reading) {
        try {
            return reading.apply(SievedJson.object(text.getBytes(StandardCharsets.UTF_8), Sieve.ALL));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new ClusterException(
                    target + ": its entry " + key + " cannot be understood (" + e.getMessage()
                            + "); mend it, or remove that entry: a rotation then finds out anew where it stands",
                    e);
        }
    }

    private static String pretty(JsonNode json) {
        return json.toPrettyString();
    }
}
