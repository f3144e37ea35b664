package io.capstan.cluster;

/**
 * A kind of object, as the API server names it.
 *
 * @param group empty for the core group
 * @param plural as in paths and in RBAC rules
 */
record Resource(String group, String version, String plural, String kind) {
    static final Resource CONFIG_MAP = new Resource("", "v1", "configmaps", "ConfigMap");
    static final Resource EVENT = new Resource("", "v1", "events", "Event");
    /** The same objects as {@link #EVENT}, in the form in which they are written. */
    static final Resource PUBLISHED_EVENT = new Resource("events.k8s.io", "v1", "events", "Event");

    static final Resource NAMESPACE = new Resource("", "v1", "namespaces", "Namespace");
    static final Resource POD = new Resource("", "v1", "pods", "Pod");
    static final Resource SECRET = new Resource("", "v1", "secrets", "Secret");
    static final Resource SERVICE_ACCOUNT = new Resource("", "v1", "serviceaccounts", "ServiceAccount");
    static final Resource ROLE = new Resource("rbac.authorization.k8s.io", "v1", "roles", "Role");
    static final Resource ROLE_BINDING = new Resource("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding");
    static final Resource DAEMON_SET = new Resource("apps", "v1", "daemonsets", "DaemonSet");
    static final Resource DEPLOYMENT = new Resource("apps", "v1", "deployments", "Deployment");
    static final Resource STATEFUL_SET = new Resource("apps", "v1", "statefulsets", "StatefulSet");
    static final Resource LEASE = new Resource("coordination.k8s.io", "v1", "leases", "Lease");
    static final Resource CERTIFICATE = new Resource("cert-manager.io", "v1", "certificates", "Certificate");
    static final Resource CERTIFICATE_REQUEST =
            new Resource("cert-manager.io", "v1", "certificaterequests", "CertificateRequest");
    static final Resource CLUSTER_ISSUER = new Resource("cert-manager.io", "v1", "clusterissuers", "ClusterIssuer");
    static final Resource ISSUER = new Resource("cert-manager.io", "v1", "issuers", "Issuer");
    static final Resource BUNDLE = new Resource("trust.cert-manager.io", "v1alpha1", "bundles", "Bundle");

    /** All of them, in every namespace. */
    Target everywhere() {
        return new Target(this, "", "", "");
    }

    Target in(String namespace) {
        return new Target(this, namespace, "", "");
    }

    Target named(String namespace, String name) {
        return new Target(this, namespace, name, "");
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As RBAC and kubectl write it: {@code bundles.trust.cert-manager.io}. */
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
