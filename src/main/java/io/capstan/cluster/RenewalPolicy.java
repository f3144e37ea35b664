package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Consumer;

/**
 * Sets {@code spec.renewal.policy} of a Certificate (cert-manager 1.21) and gives it back. What it was stands in an
 * annotation that is written in the same patch, so that whoever comes next can give it back.
 */
public final class RenewalPolicy {
    private static final String HELD = CertificateResource.ANNOTATIONS + CertificateResource.HELD_POLICY;

    private static final String RENEWAL = "/spec/renewal";
    private static final String POLICY = "policy";
    private static final String ANNOTATIONS = "/metadata/annotations";

    private final Api api;

    public RenewalPolicy(KubernetesClient client) {
        this.api = new Api(client);
    }

    /**
     * Keeps cert-manager from renewing {@code seen} by itself.
     *
     * @param before the policy to give back one day, or {@link CertificateResource#UNSET}
     * @return a conflict if the Certificate has changed since it was seen
     * @throws ClusterException if it may not be written, or this cert-manager knows no such field
     */
    public Outcome hold(ManagedCertificate seen, String before) {
        return patch(
                seen,
                (present, patch) -> patch.put(
                                RENEWAL,
                                changed(
                                        present.spec().path("renewal"),
                                        renewal -> renewal.put(POLICY, CertificateResource.DISABLED)))
                        .put(
                                ANNOTATIONS,
                                changed(
                                        present.metadata().path("annotations"),
                                        annotations -> annotations.put(HELD, before))));
    }

    /**
     * Lets cert-manager renew {@code seen} by itself again.
     *
     * @param before the policy as it was, or {@link CertificateResource#UNSET}
     * @return a conflict if the Certificate has changed since it was seen
     */
    public Outcome release(ManagedCertificate seen, String before) {
        return patch(seen, (present, patch) -> {
            patch.put(
                    ANNOTATIONS,
                    changed(present.metadata().path("annotations"), annotations -> annotations.remove(HELD)));
            // A renewal without a policy is none: cert-manager's webhook refuses it, so before there was no renewal at
            // all.
            return before.equals(CertificateResource.UNSET)
                    ? patch.remove(RENEWAL)
                    : patch.put(
                            RENEWAL, changed(present.spec().path("renewal"), renewal -> renewal.put(POLICY, before)));
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

    private static ObjectNode changed(JsonNode present, Consumer<ObjectNode> change) {
        ObjectNode object = present.isObject() ? present.deepCopy() : JsonNodeFactory.instance.objectNode();
        change.accept(object);
        return object;
    }

    private static Outcome outcome(Target target, Answer answer) {
        if (answer.code() == Answer.BAD_REQUEST || answer.isInvalidObject()) {
            throw new ClusterException(target + ": spec.renewal.policy cannot be set (" + answer.message()
                    + "); it came with cert-manager 1.21: upgrade cert-manager, or set capstan.hold-issuer to false");
        }
        return Api.outcome(target, answer);
    }
}
