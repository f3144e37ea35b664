package io.capstan.setup;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import io.capstan.trust.Installation;
import io.capstan.trust.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The Bundle of step 5 and its previous slot: the place beside the anchor that keeps the anchors before this one trusted.
 *
 * @param anchorSecret the Secret that the anchor's Certificate writes, or will
 * @param slotKind Secret or ConfigMap
 * @param slotKey the entry of the slot that the Bundle reads
 */
record BundleManifests(Installation names, String anchorSecret, String slotKind, String slotKey) {
    static final String SECRET = "Secret";
    static final String CONFIG_MAP = "ConfigMap";
    /** What Kubernetes calls the certificate of a Secret of type kubernetes.io/tls. */
    static final String TLS_CRT = "tls.crt";

    ObjectRef slotRef() {
        return new ObjectRef(slotKind, names.trustNamespace(), names.previousAnchor());
    }

    /**
     * The slot, with certificates alone. The documentation copies the anchor's whole Secret; nothing reads the key there, so
     * even where that Secret is asked for it is left empty.
     *
     * @param anchors what it holds; empty as long as the anchor has not been issued
     */
    Piece slot(Optional<AnchorSet> anchors) {
        String pem = anchors.map(PemBundle::write).orElse("");
        return new Piece(slotRef(), slotKind.equals(SECRET) ? secret(pem) : configMap(pem), anchors.isPresent());
    }

    private String secret(String pem) {
        String encoded = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
        String type = slotKey.equals(TLS_CRT) ? "kubernetes.io/tls" : "Opaque";
        String rest = slotKey.equals(TLS_CRT) ? """
                  ca.crt: %s
                  # a Secret of this type must have the entry; nothing reads it
                  tls.key: ""
                """.formatted(encoded) : "";
        return """
                apiVersion: v1
                kind: Secret
                type: %s
                metadata:
                  name: %s
                  namespace: %s
                data:
                  %s: %s
                """.formatted(type, names.previousAnchor(), names.trustNamespace(), slotKey, encoded) + rest;
    }

    private String configMap(String pem) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: %s
                  namespace: %s
                data:
                  # certificates only: at first the anchor's own, while it is rotated that of the one before
                  %s: |
                """.formatted(names.previousAnchor(), names.trustNamespace(), slotKey) + pem.indent(4);
    }

    Piece bundle() {
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
                        key: %s
                  target:
                    configMap:
                      key: ca-bundle.crt
                    namespaceSelector:
                      matchLabels:
                        linkerd.io/is-control-plane: "true"
                """.formatted(
                        names.bundle(),
                        anchorSecret,
                        slotKind.equals(SECRET) ? "secret" : "configMap",
                        names.previousAnchor(),
                        slotKey));
    }
}
