package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/** Asks cert-manager to issue a certificate again, just as {@code cmctl renew} does (cmctl 2.4, pkg/renew). */
public final class Renewal {
    private static final String ISSUING = "Issuing";

    private final Api api;

    public Renewal(KubernetesClient client) {
        this.api = new Api(client);
    }

    /**
     * Sets the condition Issuing. Does nothing where an issuance is under way already.
     *
     * @return a conflict if the Certificate has changed since it was seen, and is not being issued
     * @throws ClusterException if the Certificate may not be written, or there is none
     */
    public Outcome renew(ManagedCertificate seen) {
        CertificateResource resource = seen.resource()
                .orElseThrow(() -> new ClusterException(
                        seen.ref() + ": there is no such Certificate, so cert-manager cannot renew it"));
        Target target =
                Resource.CERTIFICATE.named(seen.ref().namespace(), seen.ref().name());
        return api.findDated(target)
                .map(present -> renew(target, resource, present.object(), present.date()))
                .orElse(new Outcome.Conflict(seen.ref() + " is gone"));
    }

    private Outcome renew(Target target, CertificateResource seen, KubeObject present, Instant now) {
        if (present.hasCondition(ISSUING)) {
            return new Outcome.Done();
        }
        if (!present.resourceVersion().equals(seen.resourceVersion())) {
            return new Outcome.Conflict(target + " has changed since it was looked at");
        }
        setIssuing((ObjectNode) present.json(), present.generation(), now);
        return Api.outcome(target, api.replace(target.status(), present.json()));
    }

    private static void setIssuing(ObjectNode certificate, long generation, Instant now) {
        ArrayNode conditions = certificate.withObjectProperty("status").withArrayProperty("conditions");
        removeIssuing(conditions);
        conditions
                .addObject()
                .put("type", ISSUING)
                .put("status", "True")
                .put("reason", "ManuallyTriggered")
                .put("message", "Certificate re-issuance manually triggered")
                .put("lastTransitionTime", now.toString())
                .put("observedGeneration", generation);
    }

    private static void removeIssuing(ArrayNode conditions) {
        for (int i = conditions.size() - 1; i >= 0; i--) {
            JsonNode condition = conditions.path(i);
            if (condition.path("type").asText().equals(ISSUING)) {
                conditions.remove(i);
            }
        }
    }
}
