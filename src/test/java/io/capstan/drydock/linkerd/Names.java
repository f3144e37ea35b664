package io.capstan.drydock.linkerd;

/** The names by which Linkerd's parts and their objects find each other. */
public final class Names {
    public static final String CONTROL_PLANE_NS = "linkerd.io/control-plane-ns";
    public static final String COMPONENT = "linkerd.io/control-plane-component";
    public static final String WORKLOAD_NS = "linkerd.io/workload-ns";
    public static final String INJECT = "linkerd.io/inject";
    public static final String TRUST_ROOT_SHA256 = "linkerd.io/trust-root-sha256";
    public static final String TRUST_ROOTS = "linkerd-identity-trust-roots";
    public static final String BUNDLE_KEY = "ca-bundle.crt";
    public static final String ISSUER = "linkerd-identity-issuer";
    public static final String IDENTITY = "linkerd-identity";
    public static final String PROXY_CONTAINER = "linkerd-proxy";
    public static final String ANCHORS_ENV = "LINKERD2_PROXY_IDENTITY_TRUST_ANCHORS";

    /** Set on a pod once its proxy has a certificate, for the kubelet that has no proxy to ask. */
    public static final String PROXY_READY = "drydock.capstan.io/proxy";

    /** Set on a pod whose process ends at once, for the kubelet that has no process to watch. */
    public static final String CRASH = "drydock.capstan.io/crash";

    private Names() {}
}
