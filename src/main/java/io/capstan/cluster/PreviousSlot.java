package io.capstan.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import io.capstan.trust.PreviousAnchors;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * Writes the previous slot of the bundle: certificates only. Copying the anchor's Secret, as Linkerd's documentation does,
 * would keep a CA's private key in a second place where nothing reads it.
 */
public final class PreviousSlot {
    private static final String TLS = "kubernetes.io/tls";
    private static final String TLS_CRT = "tls.crt";

    private final Api api;

    public PreviousSlot(KubernetesClient client) {
        this.api = new Api(client);
    }

    /**
     * Makes the slot hold exactly {@code anchors}, and nothing else: whatever other entries it had, private keys among them,
     * are gone, and so is the copy of the object that kubectl may have left in an annotation. The slot is created if it is
     * not there.
     *
     * @return a conflict if the slot has changed since it was seen; impossible if it is gone and may not be created here
     * @throws ClusterException if the slot may not be written
     */
    public Outcome write(PreviousAnchors seen, AnchorSet anchors) {
        return seen.exists() ? replace(seen, anchors) : create(seen, anchors);
    }

    private Outcome create(PreviousAnchors seen, AnchorSet anchors) {
        Resource resource = resource(seen);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
        object.putObject("metadata")
                .put("name", seen.ref().name())
                .put("namespace", seen.ref().namespace());
        // of the documentation's type, which cannot be changed later: else a person's copy of the anchor would be
        // refused
        boolean isTls = isSecret(seen) && seen.key().equals(TLS_CRT);
        if (isTls) {
            object.put("type", TLS);
        }
        object.set("data", entries(seen, anchors, isTls));
        Target collection = resource.in(seen.ref().namespace());
        if (!api.mayCreate(collection, object)) {
            return new Outcome.Impossible(target(seen) + " is gone and may not be created here (it needs "
                    + collection.permission("create")
                    + ", which is not limited to a name); run capstan setup, which makes it with every anchor that the"
                    + " bundle still holds, then rotate again");
        }
        return Api.outcome(target(seen), api.create(collection, object));
    }

    private Outcome replace(PreviousAnchors seen, AnchorSet anchors) {
        Target target = target(seen);
        Optional<KubeObject> present = api.find(target, Sieve.SECRET);
        if (present.isEmpty()) {
            return new Outcome.Conflict(target + " is gone");
        }
        JsonPatch patch = new JsonPatch()
                .test("/metadata/resourceVersion", seen.resourceVersion())
                .put("/data", entries(seen, anchors, seen.type().equals(TLS)));
        if (new SecretContent(present.get()).hasLastApplied()) {
            patch.remove("/metadata/annotations" + JsonPatch.step(Sieve.LAST_APPLIED));
        }
        return Api.outcome(target, api.patch(target, patch.operations()));
    }

    /** @param isTls whether it is a Secret of type {@value #TLS}, which must have both entries; an empty key is one */
    private static ObjectNode entries(PreviousAnchors seen, AnchorSet anchors, boolean isTls) {
        String pem = PemBundle.write(anchors);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put(seen.key(), isSecret(seen) ? Pem.toBase64(pem) : pem);
        if (isTls) {
            data.put(TLS_CRT, Pem.toBase64(pem)).put(SecretContent.PRIVATE_KEY, "");
        }
        return data;
    }

    private static Target target(PreviousAnchors seen) {
        return resource(seen).named(seen.ref().namespace(), seen.ref().name());
    }

    private static Resource resource(PreviousAnchors seen) {
        return isSecret(seen) ? Resource.SECRET : Resource.CONFIG_MAP;
    }

    private static boolean isSecret(PreviousAnchors seen) {
        return seen.ref().kind().equals(Resource.SECRET.kind());
    }
}
