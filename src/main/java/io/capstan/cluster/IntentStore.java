package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.rotation.Intent;
import io.capstan.trust.Installation;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The intent, in ConfigMap {@code capstan-rotation}. What was completed last is kept beside it, so that a request which is
 * repeated after its end is not served twice.
 */
public final class IntentStore {
    private static final String NAME = "capstan-rotation";
    private static final String INTENT = "intent.json";
    private static final String LAST = "last-rotation.json";

    private final Api api;
    private final Target target;

    public IntentStore(KubernetesClient client, Installation installation) {
        this.api = new Api(client);
        this.target = Resource.CONFIG_MAP.named(installation.ownNamespace(), NAME);
    }

    /**
     * @param intent what is under way
     * @param last what was completed last
     */
    public record Stored(Optional<Intent> intent, Optional<Intent> last, String resourceVersion) {
        /** Whether the request {@code id} was served already. */
        public boolean isCompleted(String id) {
            return !id.isEmpty()
                    && last.map(done -> done.requestId().equals(id)).orElse(false);
        }
    }

    /** @throws ClusterException if what is stored is no intent */
    public Stored read() {
        return api.find(target, Sieve.ALL)
                .map(found -> new Stored(intent(found, INTENT), intent(found, LAST), found.resourceVersion()))
                .orElse(new Stored(Optional.empty(), Optional.empty(), ""));
    }

    /** Stores {@code intent} as the one under way; what was completed last stays. */
    public Outcome write(Stored seen, Intent intent) {
        return put(seen, Optional.of(intent), seen.last());
    }

    /** Notes, in one write, that {@code intent} is completed and nothing is under way. */
    public Outcome complete(Stored seen, Intent intent) {
        return put(seen, Optional.empty(), Optional.of(intent));
    }

    private Outcome put(Stored seen, Optional<Intent> intent, Optional<Intent> last) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = object.put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .putObject("metadata")
                .put("namespace", target.namespace())
                .put("name", target.name());
        ObjectNode data = object.putObject("data");
        intent.ifPresent(present -> data.put(INTENT, IntentJson.write(present).toPrettyString()));
        last.ifPresent(done -> data.put(LAST, IntentJson.write(done).toPrettyString()));
        if (seen.resourceVersion().isEmpty()) {
            Target collection = Resource.CONFIG_MAP.in(target.namespace());
            return Outcome.of(api.create(collection, object), collection);
        }
        metadata.put("resourceVersion", seen.resourceVersion());
        return Outcome.of(api.replace(target, object), target);
    }

    private Optional<Intent> intent(KubeObject configMap, String key) {
        Optional<String> text = KubeObject.text(configMap.json().path("data").path(key));
        return text.map(json -> {
            try {
                JsonNode tree = SievedJson.object(json.getBytes(StandardCharsets.UTF_8), Sieve.ALL);
                return IntentJson.read(tree);
            } catch (IOException | RuntimeException e) {
                throw new ClusterException(
                        target + " key " + key + " is not what Capstan writes there; delete the key: a rotation that is"
                                + " under way is then found by its state, only slower",
                        e);
            }
        });
    }
}
