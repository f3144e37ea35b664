package io.capstan.drydock.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The kinds that a cluster with Linkerd, cert-manager and trust-manager serves, as far as anybody here uses them. */
public final class ResourceTypes {
    static final ResourceType NAMESPACES = global("", "v1", "namespaces", "Namespace", true, false);
    static final ResourceType PODS = namespaced("", "v1", "pods", "Pod", true, true);

    static final ResourceType EVENTS = namespaced("", "v1", "events", "Event", false, false);
    static final ResourceType EVENTS_V1 = namespaced("events.k8s.io", "v1", "events", "Event", false, false);

    private static final Map<Class<? extends HasMetadata>, ResourceType> BY_CLASS = new ConcurrentHashMap<>();

    private ResourceTypes() {}

    /** What Kubernetes serves by itself. */
    public static Set<ResourceType> kubernetes() {
        return Set.of(
                NAMESPACES,
                global("", "v1", "nodes", "Node", true, false),
                PODS,
                namespaced("", "v1", "secrets", "Secret", false, false),
                namespaced("", "v1", "configmaps", "ConfigMap", false, false),
                EVENTS,
                namespaced("", "v1", "serviceaccounts", "ServiceAccount", false, false),
                namespaced("", "v1", "services", "Service", true, false),
                namespaced("", "v1", "endpoints", "Endpoints", false, false),
                namespaced("", "v1", "replicationcontrollers", "ReplicationController", true, true),
                namespaced("apps", "v1", "deployments", "Deployment", true, true),
                namespaced("apps", "v1", "statefulsets", "StatefulSet", true, true),
                namespaced("apps", "v1", "daemonsets", "DaemonSet", true, true),
                namespaced("apps", "v1", "replicasets", "ReplicaSet", true, true),
                namespaced("apps", "v1", "controllerrevisions", "ControllerRevision", false, false),
                namespaced("batch", "v1", "jobs", "Job", true, true),
                namespaced("batch", "v1", "cronjobs", "CronJob", true, true),
                namespaced("coordination.k8s.io", "v1", "leases", "Lease", false, false),
                EVENTS_V1,
                namespaced("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true, true),
                namespaced("rbac.authorization.k8s.io", "v1", "roles", "Role", false, false),
                namespaced("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", false, false),
                global("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false, false),
                global("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false, false),
                global(
                        "admissionregistration.k8s.io",
                        "v1",
                        "mutatingwebhookconfigurations",
                        "MutatingWebhookConfiguration",
                        false,
                        true));
    }

    public static Set<ResourceType> certManager() {
        return Set.of(
                namespaced("cert-manager.io", "v1", "certificates", "Certificate", true, true),
                namespaced("cert-manager.io", "v1", "certificaterequests", "CertificateRequest", true, true),
                namespaced("cert-manager.io", "v1", "issuers", "Issuer", true, true),
                global("cert-manager.io", "v1", "clusterissuers", "ClusterIssuer", true, true));
    }

    public static Set<ResourceType> trustManager() {
        return Set.of(global("trust.cert-manager.io", "v1alpha1", "bundles", "Bundle", true, true));
    }

    /** Linkerd's kinds that tell of other clusters and of machines outside. */
    public static Set<ResourceType> linkerd() {
        return Set.of(
                namespaced("multicluster.linkerd.io", "v1alpha3", "links", "Link", true, true),
                namespaced("workload.linkerd.io", "v1beta1", "externalworkloads", "ExternalWorkload", true, true));
    }

    public static Set<ResourceType> all() {
        Set<ResourceType> all = new LinkedHashSet<>(kubernetes());
        all.addAll(certManager());
        all.addAll(trustManager());
        all.addAll(linkerd());
        return all;
    }

    /** The type of a kind that Kubernetes serves by itself. */
    static ResourceType of(Class<? extends HasMetadata> kind) {
        return BY_CLASS.computeIfAbsent(
                kind,
                any -> kubernetes().stream()
                        .filter(type -> type.is(HasMetadata.getGroup(kind), HasMetadata.getPlural(kind)))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("Kubernetes itself serves no " + kind.getName())));
    }

    private static ResourceType namespaced(
            String group, String version, String plural, String kind, boolean statusApart, boolean generations) {
        return new ResourceType(group, version, plural, kind, true, statusApart, generations);
    }

    private static ResourceType global(
            String group, String version, String plural, String kind, boolean statusApart, boolean generations) {
        return new ResourceType(group, version, plural, kind, false, statusApart, generations);
    }
}
