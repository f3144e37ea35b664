package io.capstan.faults;

import static io.capstan.drydock.resource.CustomResources.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.drydock.resource.CustomResources;
import io.capstan.drydock.resource.Fields;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;

/** The Certificates of the anchor and of the issuer, as those who may write them see and change them. */
final class Credentials {
    private final KubernetesClient client;

    Credentials(KubernetesClient client) {
        this.client = client;
    }

    /**
     * As a person asks the passes of {@code run} for a rotation.
     *
     * @param anchor SHA-256 of the one that is to go
     */
    void askForRotation(String anchor) {
        patch(anchor(), "{\"metadata\":{\"annotations\":{\"capstan.io/rotate\":\"" + anchor + "\"}}}");
    }

    /** A change of its life has it issued once more; after that it is renewed by nobody but who asks for it. */
    void renewIssuerOnRequestOnly(Duration life) {
        renewOnRequestOnly(issuer(), life);
    }

    /** The same of the anchor, which everybody has to be given then. */
    void renewAnchorOnRequestOnly(Duration life) {
        renewOnRequestOnly(anchor(), life);
    }

    private static void renewOnRequestOnly(Resource<GenericKubernetesResource> certificate, Duration life) {
        patch(
                certificate,
                "{\"spec\":{\"duration\":\"" + life.toHours()
                        + "h\",\"renewBefore\":\"1h\",\"renewal\":{\"policy\":\"Disabled\"}}}");
    }

    /** How many anchors cert-manager has issued, the first included. */
    int anchors() {
        return Fields.number(anchor().require(), 0, "status", "revision");
    }

    /** What the issuer's Certificate asks for, and what is noted on it. */
    JsonNode issuerAsWritten() {
        GenericKubernetesResource certificate = issuer().require();
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.putPOJO("spec", certificate.getAdditionalProperties().get("spec"));
        shown.putPOJO("annotations", certificate.getMetadata().getAnnotations());
        return shown;
    }

    private Resource<GenericKubernetesResource> anchor() {
        return CustomResources.anchor(client);
    }

    private Resource<GenericKubernetesResource> issuer() {
        return CustomResources.issuer(client);
    }
}
