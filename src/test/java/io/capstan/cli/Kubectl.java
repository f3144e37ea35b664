package io.capstan.cli;

import static io.capstan.drydock.resource.CustomResources.patch;

import io.capstan.drydock.resource.CustomResources;
import io.capstan.drydock.resource.Fields;
import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;

/** What a person does with kubectl to the objects that Capstan watches. */
record Kubectl(KubernetesClient client) {
    /** Puts an annotation of Capstan's on the anchor's Certificate. */
    void annotateAnchor(String name, String value) {
        patch(anchor(), "{\"metadata\":{\"annotations\":{\"capstan.io/" + name + "\":\"" + value + "\"}}}");
    }

    void removeAnnotationFromAnchor(String name) {
        patch(anchor(), "{\"metadata\":{\"annotations\":{\"capstan.io/" + name + "\":null}}}");
    }

    /** {@code spec.renewBefore}: how long before its end cert-manager renews the anchor. */
    void setAnchorsRenewBefore(String duration) {
        patch(anchor(), "{\"spec\":{\"renewBefore\":\"" + duration + "\"}}");
    }

    /** {@code spec.duration} and {@code spec.renewBefore} of the anchor, which is issued again at once. */
    void setAnchorsLife(String duration, String renewBefore) {
        patch(anchor(), "{\"spec\":{\"duration\":\"" + duration + "\",\"renewBefore\":\"" + renewBefore + "\"}}");
    }

    /** {@code spec.privateKey.rotationPolicy} of the anchor. */
    void setAnchorsRotationPolicy(String policy) {
        patch(anchor(), "{\"spec\":{\"privateKey\":{\"rotationPolicy\":\"" + policy + "\"}}}");
    }

    /** {@code spec.revisionHistoryLimit} of both Certificates: how many CertificateRequests cert-manager keeps. */
    void setRevisionHistoryLimits(int limit) {
        patch(anchor(), "{\"spec\":{\"revisionHistoryLimit\":" + limit + "}}");
        patch(issuer(), "{\"spec\":{\"revisionHistoryLimit\":" + limit + "}}");
    }

    void setIssuersRenewalPolicy(String policy) {
        setRenewalPolicy(issuer(), policy);
    }

    void setAnchorsRenewalPolicy(String policy) {
        setRenewalPolicy(anchor(), policy);
    }

    private static void setRenewalPolicy(Resource<GenericKubernetesResource> certificate, String policy) {
        patch(certificate, "{\"spec\":{\"renewal\":{\"policy\":\"" + policy + "\"}}}");
    }

    /** {@code spec.renewal.policy} of the issuer; empty if it is not set. */
    String issuersRenewalPolicy() {
        return Fields.text(issuer().require(), "spec", "renewal", "policy");
    }

    boolean isIssuerMarkedAsHeld() {
        return issuer().require().getMetadata().getAnnotations().containsKey("capstan.io/held-renewal-policy");
    }

    /**
     * {@code spec.sources} of the Bundle.
     *
     * @param json the whole list
     */
    void setBundleSources(String json) {
        patch(
                client.genericKubernetesResources(Kinds.BUNDLE).withName("linkerd-identity-trust-roots"),
                "{\"spec\":{\"sources\":" + json + "}}");
    }

    void deleteIntent() {
        client.configMaps().inNamespace("linkerd").withName("capstan-rotation").delete();
    }

    private Resource<GenericKubernetesResource> anchor() {
        return CustomResources.anchor(client);
    }

    private Resource<GenericKubernetesResource> issuer() {
        return CustomResources.issuer(client);
    }
}
