package io.capstan.setup;

import io.capstan.trust.Installation;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.TrustBundle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a set-up cannot begin or go on, each with what to do: programs that are missing, and objects that it would overwrite. */
final class Obstacles {
    private Obstacles() {}

    static List<String> of(Installation installation, Found found) {
        return Stream.of(
                        certManager(installation, found),
                        trustManager(installation, found),
                        unmanaged(found.snapshot().anchor(), "the trust anchor is kept elsewhere"),
                        unmanaged(
                                found.snapshot().issuer(),
                                "Linkerd was installed with an identity issuer of its own, or it is kept elsewhere"),
                        foreignBundle(found.snapshot().bundle()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> certManager(Installation installation, Found found) {
        String namespace = installation.trustNamespace();
        String install = "install it: helm install cert-manager jetstack/cert-manager --namespace " + namespace
                + " --create-namespace --set crds.enabled=true";
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
                                + " install it: helm install trust-manager jetstack/trust-manager --namespace "
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
}
