package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sets {@code spec.renewal.policy} of a Certificate (cert-manager 1.21) and gives back what was there. That stands in an
 * annotation that is written in the same patch, so that whoever comes next can give it back.
 */
public final class RenewalPolicy {
    private static final String HELD = CertificateResource.ANNOTATIONS + CertificateResource.HELD_POLICY;
    private static final String RENEWAL = "/spec/renewal";
    private static final String ANNOTATIONS = "/metadata/annotations";

    private final Api api;

    public RenewalPolicy(KubernetesClient client) {
        this.api = new Api(client);
    }

    /**
     * Keeps cert-manager from renewing {@code seen} by itself.
     *
     * @param before {@code spec.renewal} as JSON, to be given back one day, or {@link CertificateResource#UNSET}
     * @return a conflict if the Certificate has changed since it was seen; impossible where this cert-manager knows no such
     *     field
     * @throws ClusterException if it may not be written
     */
    public Outcome hold(ManagedCertificate seen, String before) {
        // Nothing beside it: cert-manager's webhook refuses windows where the policy is Disabled.
        ObjectNode disabled = JsonNodeFactory.instance.objectNode().put("policy", CertificateResource.DISABLED);
        return patch(
                seen,
                (present, patch) -> patch.put(RENEWAL, disabled)
                        .put(ANNOTATIONS, annotations(present, annotations -> annotations.put(HELD, before))));
    }

    /**
     * Lets cert-manager renew {@code seen} by itself again.
     *
     * @param before {@code spec.renewal} as it was, as JSON, or {@link CertificateResource#UNSET}
     * @return a conflict if the Certificate has changed since it was seen; impossible if {@code before} is no JSON object
     * @throws ClusterException if it may not be written
     */
    public Outcome release(ManagedCertificate seen, String before) {
        Optional<ObjectNode> renewal;
        try {
            renewal = before.equals(CertificateResource.UNSET)
                    ? Optional.empty()
                    : Optional.of(SievedJson.object(before.getBytes(StandardCharsets.UTF_8), Sieve.ALL));
        } catch (IOException e) {
            return new Outcome.Impossible(seen.ref() + ": its annotation " + HELD + " is '" + before
                    + "', which is no spec.renewal; set spec.renewal as it ought to be and remove the annotation");
        }
        return patch(seen, (present, patch) -> {
            patch.put(ANNOTATIONS, annotations(present, annotations -> annotations.remove(HELD)));
            if (renewal.isPresent()) {
                return patch.put(RENEWAL, renewal.get());
            }
            return present.spec().has("renewal") ? patch.remove(RENEWAL) : patch;
        });
    }

    @FunctionalInterface
    private interface Change {
        JsonPatch of(KubeObject present, JsonPatch patch);
    }

    private Outcome patch(ManagedCertificate seen, Change change) {
        Target target =
                Resource.CERTIFICATE.named(seen.ref().namespace(), seen.ref().name());
        String version =
                seen.resource().map(CertificateResource::resourceVersion).orElse("");
        return api.find(target, Sieve.ALL)
                .map(present -> change.of(present, new JsonPatch().test("/metadata/resourceVersion", version)))
                .map(patch -> outcome(target, api.patchStrictly(target, patch.operations())))
                .orElse(new Outcome.Conflict(target + " is gone"));
    }

    private static ObjectNode annotations(KubeObject present, Consumer<ObjectNode> change) {
        JsonNode before = present.metadata().path("annotations");
        ObjectNode annotations = before.isObject() ? before.deepCopy() : JsonNodeFactory.instance.objectNode();
        change.accept(annotations);
        return annotations;
    }

    private static Outcome outcome(Target target, Answer answer) {
        return answer.code() == Answer.BAD_REQUEST || answer.isInvalidObject()
                ? new Outcome.Impossible(
                        target + ": spec.renewal.policy cannot be set (" + answer.message()
                                + "); it came with cert-manager 1.21: upgrade cert-manager, or set capstan.hold-issuer to false")
                : Api.outcome(target, answer);
    }
}
