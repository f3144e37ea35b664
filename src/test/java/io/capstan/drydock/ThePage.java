package io.capstan.drydock;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The set-up that Linkerd's page "Automatically Rotating Control Plane TLS Credentials" makes, step by step as a person
 * follows it. Between two steps the cluster's programs need their time.
 */
public final class ThePage {
    private final KubernetesClient client;
    private final Manifests manifests;

    public ThePage(KubernetesClient client) {
        this.client = client;
        this.manifests = new Manifests(client);
    }

    /** Step 1. */
    public void createNamespace() {
        manifests.createFrom("page/1-namespace.yaml", Map.of());
    }

    /** Step 3. */
    public void createTrustAnchor() {
        manifests.createFrom("page/3-trust-anchor.yaml", Map.of());
    }

    /** Step 4; the trust anchor's Secret should be there. */
    public void createIdentityIssuer() {
        manifests.createFrom("page/4-identity-issuer.yaml", Map.of());
    }

    /**
     * The first half of step 5, and the last of section 9: {@code kubectl get -o yaml}, every first {@code
     * linkerd-trust-anchor} of a line replaced, {@code kubectl apply}. It copies the private key too.
     */
    public void copyTrustAnchorToPrevious() {
        Secret anchor = client.secrets()
                .inNamespace("cert-manager")
                .withName("linkerd-trust-anchor")
                .require();
        Map<String, String> annotations =
                new LinkedHashMap<>(anchor.getMetadata().getAnnotations());
        annotations.replaceAll((name, value) -> value.replaceFirst("linkerd-trust-anchor", "linkerd-previous-anchor"));
        Secret copy = new SecretBuilder()
                .withType(anchor.getType())
                .withNewMetadata()
                .withName("linkerd-previous-anchor")
                .withNamespace("cert-manager")
                .withLabels(anchor.getMetadata().getLabels())
                .withAnnotations(annotations)
                .endMetadata()
                .withData(anchor.getData())
                .build();
        var previous = client.secrets().inNamespace("cert-manager").resource(copy);
        if (previous.get() == null) {
            previous.create();
        } else {
            previous.update();
        }
    }

    /** The second half of step 5. */
    public void createBundle() {
        manifests.createFrom("page/5-bundle.yaml", Map.of());
    }

    /** Step 6, first half: without the label the trust bundle is not written, and Linkerd does not start. */
    public void labelControlPlaneNamespace() {
        client.namespaces()
                .withName("linkerd")
                .edit(namespace -> new NamespaceBuilder(namespace)
                        .editMetadata()
                        .addToLabels("linkerd.io/is-control-plane", "true")
                        .endMetadata()
                        .build());
    }

    /** Step 6: Linkerd with an external CA. */
    public void installLinkerd(Duration issuanceLifetime, int identityReplicas, int injectorReplicas) {
        manifests.createFrom(
                "page/6-linkerd.yaml",
                Map.of(
                        "issuanceLifetime", asGoWritesIt(issuanceLifetime),
                        "identityReplicas", Integer.toString(identityReplicas),
                        "injectorReplicas", Integer.toString(injectorReplicas)));
    }

    private static String asGoWritesIt(Duration duration) {
        return duration.toHours() + "h" + duration.toMinutesPart() + "m" + duration.toSecondsPart() + "s";
    }
}
