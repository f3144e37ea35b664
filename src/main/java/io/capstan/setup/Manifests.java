package io.capstan.setup;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import io.capstan.trust.Installation;
import io.capstan.trust.ObjectRef;
import io.capstan.window.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The objects of Linkerd's documentation ("Automatically Rotating Control Plane TLS Credentials", steps 1 to 5), under the
 * names of this installation. Those whose names it does not configure have the documentation's.
 */
final class Manifests {
    private static final String ANCHOR_ISSUER = "linkerd-trust-root-issuer";
    private static final String IDENTITY_ISSUER_ISSUER = "linkerd-identity-issuer";
    private static final String ROLE = "cert-manager-secret-creator";
    /** The entry of a Secret that cert-manager writes; and of the previous slot. */
    static final String TLS_CRT = "tls.crt";

    private final Installation names;

    Manifests(Installation names) {
        this.names = names;
    }

    Piece namespace() {
        return new Piece(ObjectRef.clusterScoped("Namespace", names.linkerdNamespace()), """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %s
                  labels:
                    # by which trust-manager finds where to write the bundle
                    linkerd.io/is-control-plane: "true"
                """.formatted(
                        names.linkerdNamespace()));
    }

    /**
     * What lets cert-manager write the identity issuer. The documentation binds the Role to a ServiceAccount beside it, which
     * nothing runs as; ours binds it to that of cert-manager's controller as well.
     */
    List<Piece> rights(boolean asDocumented) {
        String namespace = names.linkerdNamespace();
        Piece account = new Piece(new ObjectRef("ServiceAccount", namespace, "cert-manager"), """
                apiVersion: v1
                kind: ServiceAccount
                metadata:
                  name: cert-manager
                  namespace: %s
                """.formatted(namespace));
        Piece role = new Piece(new ObjectRef("Role", namespace, ROLE), """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata:
                  name: %s
                  namespace: %s
                rules:
                  - apiGroups: [""]
                    resources: [secrets]
                    verbs: [create, get, update, patch]
                """.formatted(ROLE, namespace));
        String controller = """
                  # what cert-manager's controller runs as where its chart was installed as the documentation says
                  - kind: ServiceAccount
                    name: cert-manager
                    namespace: %s
                """.formatted(names.trustNamespace());
        Piece binding = new Piece(
                new ObjectRef("RoleBinding", namespace, ROLE + "-binding"),
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata:
                  name: %1$s-binding
                  namespace: %2$s
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: Role
                  name: %1$s
                subjects:
                  - kind: ServiceAccount
                    name: cert-manager
                    namespace: %2$s
                """.formatted(ROLE, namespace) + (asDocumented ? "" : controller));
        return List.of(account, role, binding);
    }

    Piece anchorIssuer() {
        return new Piece(new ObjectRef("Issuer", names.trustNamespace(), ANCHOR_ISSUER), """
                apiVersion: cert-manager.io/v1
                kind: Issuer
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  selfSigned: {}
                """.formatted(
                        ANCHOR_ISSUER, names.trustNamespace()));
    }

    /** @param canDisableRenewal where cert-manager can leave the renewal to Capstan altogether */
    Piece anchor(boolean canDisableRenewal, Duration lateRenewal) {
        return anchor("""
                  # Capstan rotates it, with everything that has to come with that. Should it not, cert-manager renews it
                  # so long before its end%s.
                  renewBefore: %s
                """.formatted(
                                canDisableRenewal ? ", if it is older than 1.21 and does not know spec.renewal" : "",
                                Durations.hours(lateRenewal))
                + (canDisableRenewal ? """
                  # cert-manager never renews it by itself, not even at expiry: that Capstan runs is watched by alerts.
                  renewal:
                    policy: Disabled
                """ : ""));
    }

    /** The documentation's own; its renewBefore makes cert-manager renew the anchor two months after it was made. */
    Piece documentedAnchor() {
        return anchor("""
                  renewBefore: 7320h0m0s
                """);
    }

    private Piece anchor(String renewal) {
        return new Piece(new ObjectRef("Certificate", names.trustNamespace(), names.anchorCertificate()), """
                apiVersion: cert-manager.io/v1
                kind: Certificate
                metadata:
                  name: %1$s
                  namespace: %2$s
                spec:
                  issuerRef:
                    kind: Issuer
                    name: %3$s
                  secretName: %1$s
                  isCA: true
                  commonName: root.linkerd.cluster.local
                  duration: 8760h0m0s
                %4$s  privateKey:
                    # without it a renewal keeps the key, and nothing is rotated
                    rotationPolicy: Always
                    algorithm: ECDSA
                """.formatted(
                        names.anchorCertificate(), names.trustNamespace(), ANCHOR_ISSUER, renewal));
    }

    Piece identityIssuerIssuer() {
        return new Piece(ObjectRef.clusterScoped("ClusterIssuer", IDENTITY_ISSUER_ISSUER), """
                apiVersion: cert-manager.io/v1
                kind: ClusterIssuer
                metadata:
                  name: %s
                spec:
                  ca:
                    secretName: %s
                """.formatted(
                        IDENTITY_ISSUER_ISSUER, names.anchorCertificate()));
    }

    Piece identityIssuer() {
        return new Piece(
                new ObjectRef("Certificate", names.linkerdNamespace(), names.issuerCertificate()),
                """
                apiVersion: cert-manager.io/v1
                kind: Certificate
                metadata:
                  name: %1$s
                  namespace: %2$s
                spec:
                  issuerRef:
                    kind: ClusterIssuer
                    name: %3$s
                  secretName: %1$s
                  isCA: true
                  commonName: identity.linkerd.cluster.local
                  duration: 48h0m0s
                  renewBefore: 25h0m0s
                  privateKey:
                    rotationPolicy: Always
                    algorithm: ECDSA
                """.formatted(names.issuerCertificate(), names.linkerdNamespace(), IDENTITY_ISSUER_ISSUER));
    }

    ObjectRef previousRef(String kind) {
        return new ObjectRef(kind, names.trustNamespace(), names.previousAnchor());
    }

    /**
     * The previous slot, with the anchor's certificate alone. The documentation copies the anchor's whole Secret; nothing
     * reads the key there, so even where that Secret is asked for it is left empty.
     *
     * @param anchors what it holds; empty as long as the anchor has not been issued
     */
    Piece previous(String kind, Optional<AnchorSet> anchors) {
        String pem = anchors.map(PemBundle::write).orElse("");
        return new Piece(
                previousRef(kind),
                kind.equals("Secret")
                        ? previousSecret(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)))
                        : previousConfigMap(pem),
                anchors.isPresent());
    }

    private String previousSecret(String pem) {
        return """
                apiVersion: v1
                kind: Secret
                type: kubernetes.io/tls
                metadata:
                  name: %1$s
                  namespace: %2$s
                data:
                  tls.crt: %3$s
                  ca.crt: %3$s
                  # a Secret of this type must have the entry; nothing reads it
                  tls.key: ""
                """.formatted(names.previousAnchor(), names.trustNamespace(), pem);
    }

    private String previousConfigMap(String pem) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: %s
                  namespace: %s
                data:
                  # the certificate only; after a rotation has begun, that of the anchor before
                  tls.crt: |
                """.formatted(names.previousAnchor(), names.trustNamespace()) + pem.indent(4);
    }

    /** @param slot the kind of the previous slot: Secret or ConfigMap */
    Piece bundle(String slot) {
        return new Piece(ObjectRef.clusterScoped("Bundle", names.bundle()), """
                apiVersion: trust.cert-manager.io/v1alpha1
                kind: Bundle
                metadata:
                  # also the name of the ConfigMap that it writes
                  name: %s
                spec:
                  sources:
                    - secret:
                        name: %s
                        key: tls.crt
                    - %s:
                        name: %s
                        key: tls.crt
                  target:
                    configMap:
                      key: ca-bundle.crt
                    namespaceSelector:
                      matchLabels:
                        linkerd.io/is-control-plane: "true"
                """.formatted(
                        names.bundle(),
                        names.anchorCertificate(),
                        slot.equals("Secret") ? "secret" : "configMap",
                        names.previousAnchor()));
    }
}
