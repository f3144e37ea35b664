package io.capstan.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import io.capstan.trust.PreviousAnchors;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes the previous slot: certificates only, whatever was there before. */
public final class PreviousSlot {
    private static final String TLS = "kubernetes.io/tls";

    private final Api api;

    public PreviousSlot(KubernetesClient client) {
        this.api = new Api(client);
    }

    /** Makes the slot hold {@code anchors} and nothing else, unless it has changed since it was seen. */
    public Outcome write(PreviousAnchors slot, AnchorSet anchors) {
        Resource resource = slot.ref().kind().equals("Secret") ? Resource.SECRET : Resource.CONFIG_MAP;
        Target target = resource.named(slot.ref().namespace(), slot.ref().name());
        ObjectNode content = content(slot, anchors);
        if (!slot.exists()) {
            Target collection = resource.in(slot.ref().namespace());
            return Outcome.of(api.create(collection, object(target, content)), collection);
        }
        boolean hasKubectlCopy = api.find(target, Sieve.SECRET)
                .map(present -> present.metadata().path("annotations").has(Sieve.LAST_APPLIED))
                .orElse(false);
        return Outcome.of(api.patch(target, replacement(slot.resourceVersion(), content, hasKubectlCopy)), target);
    }

    /**
     * A Secret of type kubernetes.io/tls cannot be without tls.key, and its type cannot be changed; an empty one will do,
     * since trust-manager reads the certificates alone.
     */
    private static ObjectNode content(PreviousAnchors slot, AnchorSet anchors) {
        String pem = PemBundle.write(anchors);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (!slot.ref().kind().equals("Secret")) {
            return data.put(slot.key(), pem);
        }
        data.put(slot.key(), Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)));
        return slot.type().equals(TLS) ? data.put("tls.key", "") : data;
    }

    private static ObjectNode object(Target target, ObjectNode content) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", target.resource().apiVersion())
                .put("kind", target.resource().kind())
                .putObject("metadata")
                .put("namespace", target.namespace())
                .put("name", target.name());
        object.set("data", content);
        return object;
    }

    /** What {@code kubectl apply} remembers of a Secret may repeat the private key that was copied there once. */
    private static ArrayNode replacement(String resourceVersion, ObjectNode content, boolean hasKubectlCopy) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject()
                .put("op", "test")
                .put("path", "/metadata/resourceVersion")
                .put("value", resourceVersion);
        patch.addObject().put("op", "add").put("path", "/data").set("value", content);
        if (hasKubectlCopy) {
            patch.addObject()
                    .put("op", "remove")
                    .put("path", "/metadata/annotations/" + Sieve.LAST_APPLIED.replace("/", "~1"));
        }
        return patch;
    }
}
