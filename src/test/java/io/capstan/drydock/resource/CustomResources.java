package io.capstan.drydock.resource;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** The page's custom resources, as a client reaches them. */
public final class CustomResources {
    private CustomResources() {}

    /** The Certificate of the trust anchor. */
    public static Resource<GenericKubernetesResource> anchor(KubernetesClient client) {
        return certificate(client, "cert-manager", "linkerd-trust-anchor");
    }

    /** The Certificate of the identity issuer. */
    public static Resource<GenericKubernetesResource> issuer(KubernetesClient client) {
        return certificate(client, "linkerd", "linkerd-identity-issuer");
    }

    public static Resource<GenericKubernetesResource> certificate(
            KubernetesClient client, String namespace, String name) {
        return client.genericKubernetesResources(Kinds.CERTIFICATE)
                .inNamespace(namespace)
                .withName(name);
    }

    /** @param mergePatch JSON, as RFC 7396 has it */
    public static void patch(Resource<GenericKubernetesResource> object, String mergePatch) {
        object.patch(PatchContext.of(PatchType.JSON_MERGE), mergePatch);
    }
}
