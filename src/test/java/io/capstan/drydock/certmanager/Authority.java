package io.capstan.drydock.certmanager;

import io.capstan.drydock.pki.Pem;
import io.capstan.drydock.pki.Signer;
import io.capstan.drydock.pki.Wanted;
import io.capstan.drydock.resource.Fields;
import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An Issuer or ClusterIssuer, looked at when it signs: a CA issuer takes what is in its Secret then. */
final class Authority {
    private final KubernetesClient client;
    private final String clusterResourceNamespace;

    Authority(KubernetesClient client, String clusterResourceNamespace) {
        this.client = client;
        this.clusterResourceNamespace = clusterResourceNamespace;
    }

    /** A reason why nothing can be signed yet, as cert-manager writes it on the CertificateRequest. */
    static final class NotReady extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        NotReady(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    Issued sign(String namespace, CertificateSpec spec, KeyPair key, Instant now) throws NotReady {
        GenericKubernetesResource issuer = find(namespace, spec.issuer());
        Wanted wanted = spec.isCa()
                ? Wanted.authority(spec.commonName(), key.getPublic(), now, now.plus(spec.duration()))
                : Wanted.leaf(
                        spec.commonName(),
                        key.getPublic(),
                        Wanted.randomSerial().longValue() & Long.MAX_VALUE,
                        now,
                        now.plus(spec.duration()));
        if (Fields.optional(issuer, "spec", "selfSigned").isPresent()) {
            X509Certificate own = Signer.selfSigned(wanted, key.getPrivate());
            return new Issued(List.of(own), own);
        }
        String secretName = Fields.text(issuer, "spec", "ca", "secretName");
        if (secretName.isEmpty()) {
            throw new NotReady("the " + spec.issuer().kind() + " is neither of type selfSigned nor of type ca");
        }
        return signWith(caSecret(caNamespace(namespace, spec.issuer()), secretName), wanted);
    }

    private Issued signWith(Secret secret, Wanted wanted) throws NotReady {
        IssuedSecret ca;
        try {
            ca = IssuedSecret.of(secret);
        } catch (IllegalArgumentException e) {
            throw new NotReady("Failed to parse signing CA keypair from secret "
                    + secret.getMetadata().getNamespace() + "/"
                    + secret.getMetadata().getName() + ": "
                    + e.getMessage());
        }
        X509Certificate certificate = new Signer(ca.certificate(), ca.key()).sign(wanted);
        boolean root = ca.certificate()
                .getSubjectX500Principal()
                .equals(ca.certificate().getIssuerX500Principal());
        if (root) {
            return new Issued(List.of(certificate), ca.certificate());
        }
        String top = IssuedSecret.entry(secret, "ca.crt");
        return new Issued(
                List.of(certificate, ca.certificate()),
                top.isEmpty() ? ca.certificate() : Pem.certificates(top).get(0));
    }

    private GenericKubernetesResource find(String namespace, CertificateSpec.IssuerRef reference) throws NotReady {
        boolean clusterWide = reference.kind().equals("ClusterIssuer");
        GenericKubernetesResource found = clusterWide
                ? client.genericKubernetesResources(Kinds.CLUSTER_ISSUER)
                        .withName(reference.name())
                        .get()
                : client.genericKubernetesResources(Kinds.ISSUER)
                        .inNamespace(namespace)
                        .withName(reference.name())
                        .get();
        return Optional.ofNullable(found)
                .orElseThrow(() -> new NotReady("Referenced \"" + reference.kind() + "\" not found: "
                        + (clusterWide ? "clusterissuer" : "issuer") + ".cert-manager.io \"" + reference.name()
                        + "\" not found"));
    }

    private String caNamespace(String namespace, CertificateSpec.IssuerRef reference) {
        return reference.kind().equals("ClusterIssuer") ? clusterResourceNamespace : namespace;
    }

    private Secret caSecret(String namespace, String name) throws NotReady {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        return Optional.ofNullable(secret)
                .orElseThrow(() -> new NotReady("Referenced secret " + namespace + "/" + name + " not found: secrets \""
                        + name + "\" not found"));
    }
}
