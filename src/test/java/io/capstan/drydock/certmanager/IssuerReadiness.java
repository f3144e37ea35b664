package io.capstan.drydock.certmanager;

import io.capstan.drydock.resource.Condition;
import io.capstan.drydock.resource.Fields;
import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Keeps the condition {@code Ready} of Issuers and ClusterIssuers; signing does not wait for it. */
final class IssuerReadiness {
    private final KubernetesClient client;
    private final String clusterResourceNamespace;

    IssuerReadiness(KubernetesClient client, String clusterResourceNamespace) {
        this.client = client;
        this.clusterResourceNamespace = clusterResourceNamespace;
    }

    void turn(Instant now) {
        client.genericKubernetesResources(Kinds.ISSUER)
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(issuer ->
                        judge(Kinds.ISSUER, issuer, issuer.getMetadata().getNamespace(), now));
        client.genericKubernetesResources(Kinds.CLUSTER_ISSUER)
                .list()
                .getItems()
                .forEach(issuer -> judge(Kinds.CLUSTER_ISSUER, issuer, clusterResourceNamespace, now));
    }

    private void judge(
            ResourceDefinitionContext kind, GenericKubernetesResource issuer, String secretNamespace, Instant now) {
        Condition ready = readiness(issuer, secretNamespace);
        if (Condition.of(issuer, "Ready").equals(Optional.of(ready))) {
            return;
        }
        Map<String, Object> status = Fields.status(issuer);
        ready.putInto(status, now, issuer.getMetadata().getGeneration());
        Fields.setStatus(issuer, status);
        var resources = client.genericKubernetesResources(kind);
        if (kind.isNamespaceScoped()) {
            resources
                    .inNamespace(issuer.getMetadata().getNamespace())
                    .resource(issuer)
                    .updateStatus();
        } else {
            resources.resource(issuer).updateStatus();
        }
    }

    private Condition readiness(GenericKubernetesResource issuer, String secretNamespace) {
        String secretName = Fields.text(issuer, "spec", "ca", "secretName");
        if (secretName.isEmpty()) {
            return new Condition("Ready", true, "IsReady", "");
        }
        var secret = Optional.ofNullable(client.secrets()
                .inNamespace(secretNamespace)
                .withName(secretName)
                .get());
        if (secret.isEmpty()) {
            return new Condition(
                    "Ready",
                    false,
                    "ErrGetKeyPair",
                    "Error getting keypair for CA issuer: secrets \"" + secretName + "\" not found");
        }
        try {
            IssuedSecret.of(secret.get());
            return new Condition("Ready", true, "KeyPairVerified", "Signing CA verified");
        } catch (IllegalArgumentException e) {
            return new Condition(
                    "Ready", false, "ErrInvalidKeyPair", "Error getting keypair for CA issuer: " + e.getMessage());
        }
    }
}
