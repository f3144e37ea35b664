package io.capstan.trust;

import java.util.Optional;

/**
 * Which objects make up the trust of this cluster. The defaults are the names of the Linkerd documentation ("Automatically
 * Rotating Control Plane TLS Credentials").
 *
 * @param linkerdNamespace the control plane's namespace; the identity issuer lives here
 * @param trustNamespace where cert-manager keeps the anchor and trust-manager reads its sources
 * @param anchorCertificate name of the anchor's Certificate, in the trust namespace
 * @param issuerCertificate name of the identity issuer's Certificate, in Linkerd's namespace
 * @param bundle name of the Bundle and of the ConfigMap that it writes
 * @param previousAnchor name of the Secret or ConfigMap that is the previous slot, in the trust namespace
 * @param ownNamespace where Capstan keeps its intent and its lock
 * @param probeNamespace where pods are created by dry run to ask the injector; empty: that of some meshed workload
 * @param readsSecrets whether Secrets may be read; otherwise CertificateRequests say what is in them
 */
public record Installation(
        String linkerdNamespace,
        String trustNamespace,
        String anchorCertificate,
        String issuerCertificate,
        String bundle,
        String previousAnchor,
        String ownNamespace,
        Optional<String> probeNamespace,
        boolean readsSecrets) {

    /** The entry of the trust roots' ConfigMap that Linkerd reads. */
    public static final String BUNDLE_KEY = "ca-bundle.crt";
}
