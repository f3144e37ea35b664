package io.capstan.drydock.resource;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** The custom kinds that the page uses. */
public final class Kinds {
    public static final ResourceDefinitionContext CERTIFICATE =
            namespaced("cert-manager.io", "v1", "certificates", "Certificate");
    public static final ResourceDefinitionContext CERTIFICATE_REQUEST =
            namespaced("cert-manager.io", "v1", "certificaterequests", "CertificateRequest");
    public static final ResourceDefinitionContext ISSUER = namespaced("cert-manager.io", "v1", "issuers", "Issuer");
    public static final ResourceDefinitionContext CLUSTER_ISSUER =
            clusterWide("cert-manager.io", "v1", "clusterissuers", "ClusterIssuer");
    public static final ResourceDefinitionContext BUNDLE =
            clusterWide("trust.cert-manager.io", "v1alpha1", "bundles", "Bundle");

    private Kinds() {}

    private static ResourceDefinitionContext namespaced(String group, String version, String plural, String kind) {
        return context(group, version, plural, kind, true);
    }

    private static ResourceDefinitionContext clusterWide(String group, String version, String plural, String kind) {
        return context(group, version, plural, kind, false);
    }

    private static ResourceDefinitionContext context(
            String group, String version, String plural, String kind, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withPlural(plural)
                .withKind(kind)
                .withNamespaced(namespaced)
                .build();
    }
}
