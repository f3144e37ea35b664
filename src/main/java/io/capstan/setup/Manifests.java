package io.capstan.setup;

import io.capstan.trust.Installation;
import io.capstan.trust.ObjectRef;
import io.capstan.window.Durations;
import java.time.Duration;
import java.util.List;

/**
 * The objects of Linkerd's documentation ("Automatically Rotating Control Plane TLS Credentials", steps 1 to 5), under the
 * names of this installation. Those whose names it does not configure have the documentation's.
 */
final class Manifests {
    private static final String ANCHOR_ISSUER = "linkerd-trust-root-issuer";
    private static final String IDENTITY_ISSUER_ISSUER = "linkerd-identity-issuer";
    private static final String ROLE = "cert-manager-secret-creator";

    private final Installation names;
    private final String anchorSecret;

    /** @param anchorSecret the Secret that the anchor's Certificate writes, or will */
    Manifests(Installation names, String anchorSecret) {
        this.names = names;
        this.anchorSecret = anchorSecret;
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
                        IDENTITY_ISSUER_ISSUER, anchorSecret));
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
}
