package io.capstan.setup;

import io.capstan.pki.AnchorSet;
import io.capstan.rotation.Advice;
import io.capstan.trust.Installation;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a set-up cannot begin or go on, each with what to do: programs that are missing, and objects that it would overwrite. */
final class Obstacles {
    private Obstacles() {}

    static List<String> of(Installation installation, Found found) {
        Snapshot snapshot = found.snapshot();
        return Stream.of(
                        certManager(installation, found),
                        trustManager(installation, found),
                        unmanaged(snapshot.anchor(), "the trust anchor is kept elsewhere"),
                        unmanaged(
                                snapshot.issuer(),
                                "Linkerd was installed with an identity issuer of its own, or it is kept elsewhere"),
                        foreignBundle(snapshot.bundle()),
                        foreignAnchor(snapshot),
                        unknownSigner(found))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> certManager(Installation installation, Found found) {
        String namespace = installation.trustNamespace();
        String install =
                "install it: helm repo add jetstack https://charts.jetstack.io --force-update, then helm install cert-manager jetstack/cert-manager --namespace "
                        + namespace + " --create-namespace --set crds.enabled=true";
        if (!found.programs().certManager()) {
            return Optional.of(
                    "cert-manager is not installed: the API server does not know cert-manager.io/v1; " + install);
        }
        ObjectRef trustNamespace = ObjectRef.clusterScoped("Namespace", namespace);
        return found.has(trustNamespace)
                ? Optional.empty()
                : Optional.of(
                        trustNamespace + " does not exist, expected cert-manager in it; set capstan.trust-namespace to"
                                + " the namespace that cert-manager runs in, or " + install);
    }

    private static Optional<String> trustManager(Installation installation, Found found) {
        return found.programs().trustManager()
                ? Optional.empty()
                : Optional.of(
                        "trust-manager is not installed: the API server does not know trust.cert-manager.io/v1alpha1;"
                                + " install it, from the same repository as cert-manager: helm install trust-manager jetstack/trust-manager --namespace "
                                + installation.trustNamespace() + " --set app.trust.namespace="
                                + installation.trustNamespace() + " --wait");
    }

    /** cert-manager would put a new key and certificate into the Secret as soon as there is a Certificate of that name. */
    private static Optional<String> unmanaged(ManagedCertificate managed, String meaning) {
        return managed.secret().isPresent() && managed.resource().isEmpty()
                ? Optional.of(managed.secretRef() + " exists without a " + managed.ref() + ": " + meaning
                        + ", and a Certificate would overwrite it; remove the Secret if it is not in use (capstan check says more),"
                        + " or configure the names that are")
                : Optional.empty();
    }

    private static Optional<String> foreignBundle(TrustBundle bundle) {
        return bundle.configMap().isPresent() && bundle.resource().isEmpty()
                ? Optional.of(
                        bundle.configMapRef() + " exists without a " + bundle.ref()
                                + ": Linkerd was installed with identity.externalCA=false, or another program writes it; setup does not"
                                + " take over a trust that is in use: capstan check says what stands, and who wrote it is in its managedFields")
                : Optional.empty();
    }

    /** Another anchor beside the one that the mesh is built on would be taken for the current one from then on. */
    private static Optional<String> foreignAnchor(Snapshot snapshot) {
        ManagedCertificate anchor = snapshot.anchor();
        ManagedCertificate issuer = snapshot.issuer();
        boolean isInUse = snapshot.bundle().configMap().isPresent()
                || issuer.secret().isPresent()
                || issuer.resource().isPresent();
        return anchor.resource().isEmpty() && anchor.secret().isEmpty() && isInUse
                ? Optional.of("there is no " + anchor.ref() + ", but "
                        + (snapshot.bundle().configMap().isPresent()
                                ? snapshot.bundle().configMapRef()
                                : issuer.resource().isPresent() ? issuer.ref() : issuer.secretRef())
                        + " is there already: its trust anchor is kept elsewhere, and setup does not put another one beside it;"
                        + " configure the names that are, or go on with the documentation of whatever keeps it")
                : Optional.empty();
    }

    /** What the issuer chains to must stay in the bundle: a set-up that cannot see it must not write the bundle. */
    private static Optional<String> unknownSigner(Found found) {
        ManagedCertificate issuer = found.snapshot().issuer();
        AnchorSet known = found.trusted().plus(Signers.ofIssuer(issuer));
        boolean isKnown = issuer.certificate().flatMap(known::signerOf).isPresent();
        return issuer.certificate().isPresent() && !isKnown && !issuer.isRenewing()
                ? Optional.of(issuer.secretRef() + " was signed by none of the anchors that are known (" + known
                        + "); renew it (" + Advice.renew(issuer.ref())
                        + ") where identity can take it up, and see capstan check")
                : Optional.empty();
    }
}
