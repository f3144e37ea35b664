package io.capstan.check;

import io.capstan.pki.Certificate;
import io.capstan.pki.Listing;
import io.capstan.rotation.Advice;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.Linkerd;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.PreviousAnchors;
import io.capstan.trust.Sharing;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Whether Linkerd, cert-manager and trust-manager were set up to work together. */
final class SetUpRules {
    private static final String KUBERNETES_TLS = "kubernetes.io/tls";
    private static final int NAMED = 3;

    private SetUpRules() {}

    static Verdict externalCa(Examination e) {
        return withConfig(
                e,
                (object, config) -> config.externalCa()
                        ? Verdict.ok(object, "identity.externalCA is true")
                        : Verdict.critical(
                                object,
                                "identity.externalCA is false, expected true: Helm owns "
                                        + e.snapshot().bundle().configMapRef()
                                        + " and reverts what trust-manager writes into it",
                                upgrade(e)));
    }

    static Verdict issuerScheme(Examination e) {
        return withConfig(
                e,
                (object, config) -> config.scheme().equals(KUBERNETES_TLS)
                        ? Verdict.ok(object, "identity.issuer.scheme is " + KUBERNETES_TLS)
                        : Verdict.critical(
                                object,
                                "identity.issuer.scheme is "
                                        + (config.scheme().isEmpty() ? "unset" : config.scheme())
                                        + ", expected " + KUBERNETES_TLS
                                        + ": identity does not read the tls.crt and tls.key that cert-manager writes",
                                upgrade(e)));
    }

    private static Verdict withConfig(Examination e, BiFunction<ObjectRef, Linkerd.Config, Verdict> judge) {
        ObjectRef object = new ObjectRef("ConfigMap", e.snapshot().linkerd().namespace(), "linkerd-config");
        return e.snapshot()
                .linkerd()
                .config()
                .map(config -> judge.apply(object, config))
                .orElseGet(() -> Verdict.skipped(
                        object,
                        "there is no such ConfigMap, or its key values cannot be read, so how Linkerd is installed is not known",
                        "name the control plane's namespace if it is not " + object.namespace()));
    }

    private static String upgrade(Examination e) {
        return "helm upgrade linkerd-control-plane linkerd/linkerd-control-plane -n "
                + e.snapshot().linkerd().namespace()
                + " --reuse-values --set identity.externalCA=true --set identity.issuer.scheme=" + KUBERNETES_TLS;
    }

    static Verdict namespaceLabel(Examination e) {
        ObjectRef namespace =
                ObjectRef.clusterScoped("Namespace", e.snapshot().linkerd().namespace());
        if (e.snapshot().linkerd().labelled()) {
            return Verdict.ok(namespace, "is labelled linkerd.io/is-control-plane=true");
        }
        String hint = "kubectl label namespace " + namespace.name() + " linkerd.io/is-control-plane=true";
        String found = "is not labelled linkerd.io/is-control-plane=true, ";
        ObjectRef configMap = e.snapshot().bundle().configMapRef();
        return e.snapshot().bundle().configMap().isPresent()
                ? Verdict.warning(
                        namespace,
                        found + "by which the documented Bundle finds the namespace of " + configMap
                                + "; if that is how it was found, trust-manager no longer keeps it",
                        hint)
                : Verdict.critical(
                        namespace, found + "so trust-manager does not write " + configMap + " into it", hint);
    }

    /**
     * By effect: the documented RoleBinding is for a ServiceAccount that cert-manager's controller does not run as, so its
     * presence proves nothing, nor does its absence.
     */
    static Verdict certManagerRbac(Examination e) {
        ManagedCertificate issuer = e.snapshot().issuer();
        if (issuer.resource().isEmpty()) {
            return notKept(issuer);
        }
        CertificateResource resource = issuer.resource().get();
        Optional<Certificate> written = issuer.certificate();
        if (resource.issued().isPresent() && resource.issued().equals(written)) {
            return Verdict.ok(
                    issuer.secretRef(),
                    "holds the certificate of revision " + resource.revision() + ", so cert-manager can write it");
        }
        if (resource.issued().isEmpty() && written.isPresent() && resource.ready()) {
            return Verdict.ok(
                    issuer.secretRef(), "holds a certificate, and cert-manager says that it is the one it issued");
        }
        if (issuer.secret().isPresent()) {
            return Verdict.skipped(
                    issuer.secretRef(),
                    "holds another certificate than the newest one that cert-manager has issued, or that is no longer"
                            + " known: whether cert-manager can write the Secret cannot be told");
        }
        return Verdict.critical(
                issuer.secretRef(),
                "does not exist although there is a " + issuer.ref() + ": cert-manager may lack the right to write it",
                "kubectl auth can-i create secrets -n " + issuer.secretRef().namespace()
                        + " --as system:serviceaccount:cert-manager:cert-manager; a Role in that namespace helps only if it"
                        + " is bound to the ServiceAccount that cert-manager's controller runs as");
    }

    static Verdict anchorRotationPolicy(Examination e) {
        return rotationPolicy(e.snapshot().anchor());
    }

    static Verdict issuerRotationPolicy(Examination e) {
        return rotationPolicy(e.snapshot().issuer());
    }

    private static Verdict rotationPolicy(ManagedCertificate managed) {
        if (managed.resource().isEmpty()) {
            return notKept(managed);
        }
        CertificateResource resource = managed.resource().get();
        String policy = resource.rotationPolicy().isEmpty() ? "unset" : resource.rotationPolicy();
        return resource.rotatesKey()
                ? Verdict.ok(
                        managed.ref(), "spec.privateKey.rotationPolicy is " + policy + ": a renewal makes a new key")
                : Verdict.warning(
                        managed.ref(),
                        "spec.privateKey.rotationPolicy is " + policy
                                + ", expected Always: a renewal keeps the old key and rotates nothing",
                        Advice.patch(managed.ref(), "{\"spec\":{\"privateKey\":{\"rotationPolicy\":\"Always\"}}}")
                                + " (takes effect with the next renewal)");
    }

    static Verdict notKept(ManagedCertificate managed) {
        return Verdict.skipped(managed.ref(), "there is no such Certificate: cert-manager does not keep this one");
    }

    static Verdict previousAnchorKey(Examination e) {
        PreviousAnchors previous = e.snapshot().previous();
        if (!previous.exists()) {
            return Verdict.skipped(previous.ref(), "does not exist");
        }
        return previous.hasPrivateKey()
                ? Verdict.warning(
                        previous.ref(),
                        "keeps a private key in tls.key, which nothing reads: a second copy of the key of a CA that the"
                                + " mesh trusts",
                        withoutKey(previous))
                : Verdict.ok(previous.ref(), "keeps no private key");
    }

    /** A Secret of type kubernetes.io/tls must keep the entry, but it may be empty. */
    private static String withoutKey(PreviousAnchors previous) {
        return previous.type().equals(KUBERNETES_TLS)
                ? Advice.patch(previous.ref(), "{\"data\":{\"tls.key\":\"\"}}")
                        + " (an empty tls.key is allowed, a missing one is not)"
                : Advice.patch(previous.ref(), "{\"data\":{\"tls.key\":null}}");
    }

    static Verdict anchorShared(Examination e) {
        Sharing sharing = e.snapshot().sharing();
        ObjectRef anchor = e.snapshot().anchor().secretRef();
        if (!sharing.isShared()) {
            return Verdict.ok(anchor, "there are no multicluster Links and no ExternalWorkloads");
        }
        return Verdict.info(
                anchor,
                "others may trust this anchor too, and would not trust a new one: "
                        + named(Stream.concat(sharing.links().stream(), sharing.externalWorkloads().stream())),
                "before a rotation bring the new anchor into the bundles there too, or make sure that they have an anchor"
                        + " of their own and say so with --anchor-not-shared");
    }

    private static String named(Stream<ObjectRef> objects) {
        return Listing.of(objects.map(ObjectRef::toString).toList(), NAMED);
    }
}
