package io.capstan.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/** Asks cert-manager to issue a certificate again, as {@code cmctl renew} does: by a condition in its status. */
public final class Renewal {
    private static final String ISSUING = "Issuing";

    private final Api api;

    public Renewal(KubernetesClient client) {
        this.api = new Api(client);
    }

    /** Renews {@code certificate} unless anything about it has changed since it was seen. */
    public Outcome renew(ManagedCertificate certificate, Instant now) {
        Target target = Resource.CERTIFICATE.named(
                certificate.ref().namespace(), certificate.ref().name());
        CertificateResource seen = certificate
                .resource()
                .orElseThrow(
                        () -> new ClusterException(certificate.ref() + " does not exist; there is nothing to renew"));
        KubeObject present = api.find(target, Sieve.ALL)
                .orElseThrow(() -> new ClusterException(target + " is gone; was it deleted just now?"));
        if (!present.resourceVersion().equals(seen.resourceVersion())) {
            return Outcome.CONFLICT;
        }
        return Outcome.of(api.replace(target.status(), issuing(present, now)), target.status());
    }

    private static ObjectNode issuing(KubeObject certificate, Instant now) {
        ObjectNode changed = certificate.json().deepCopy();
        ArrayNode conditions = changed.withObject("/status").putArray("conditions");
        KubeObject.stream(certificate.status().path("conditions"))
                .filter(condition -> !condition.path("type").asText().equals(ISSUING))
                .forEach(conditions::add);
        conditions
                .addObject()
                .put("type", ISSUING)
                .put("status", "True")
                .put("reason", "ManuallyTriggered")
                .put("message", "Certificate re-issuance manually triggered")
                .put("observedGeneration", certificate.generation())
                .put("lastTransitionTime", now.toString());
        return changed;
    }
}
