package io.capstan.cluster;

import io.capstan.trust.CertificateResource;
import io.capstan.trust.CertificateResource.IssuerRef;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.Installation;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one Certificate of cert-manager and what belongs to it. */
final class CertificateObserver {
    private final Api api;
    private final String namespace;
    private final String name;
    private final boolean readsSecrets;

    private CertificateObserver(Api api, String namespace, String name, boolean readsSecrets) {
        this.api = api;
        this.namespace = namespace;
        this.name = name;
        this.readsSecrets = readsSecrets;
    }

    static CertificateObserver ofAnchor(Api api, Installation names) {
        return new CertificateObserver(api, names.trustNamespace(), names.anchorCertificate(), names.readsSecrets());
    }

    static CertificateObserver ofIssuer(Api api, Installation names) {
        return new CertificateObserver(api, names.linkerdNamespace(), names.issuerCertificate(), names.readsSecrets());
    }

    /**
     * Reads the Certificate before its Secret: a Secret that is not yet the one that its status speaks of is then seen as a
     * renewal under way.
     */
    ManagedCertificate certificate() {
        Target target = Resource.CERTIFICATE.named(namespace, name);
        return api.find(target, Sieve.OBJECT, object -> managed(target, new CertificateSpec(object)))
                .orElseGet(() -> unmanaged(target));
    }

    /** Whether the certificate is the one of {@code seen}: by its Secret, or where that is not read, by what was issued. */
    boolean isStill(ManagedCertificate seen) {
        return readsSecrets
                ? secret(seen.secretRef())
                        .map(CredentialSecret::tlsCrt)
                        .equals(seen.secret().map(CredentialSecret::tlsCrt))
                : api.find(Resource.CERTIFICATE.named(namespace, name), Sieve.OBJECT, CertificateSpec::new)
                        .filter(spec -> !spec.object().hasCondition("Issuing")) // the Secret is written before it ends
                        .map(CertificateSpec::revision)
                        .equals(seen.resource().map(CertificateResource::revision));
    }

    private ManagedCertificate managed(Target target, CertificateSpec spec) {
        CertificateRequests requests = requests();
        ObjectRef secret = secretRef(spec.secretName());
        return new ManagedCertificate(
                target.ref(),
                secret,
                Optional.of(spec.resource(issuer(spec), requests)),
                readsSecrets ? secret(secret) : new IssuedSecret(target, spec, requests).credential(secret));
    }

    private ManagedCertificate unmanaged(Target target) {
        ObjectRef secret = secretRef(name);
        if (!readsSecrets) {
            throw IssuedSecret.unknown(secret, "there is no " + target);
        }
        return new ManagedCertificate(target.ref(), secret, Optional.empty(), secret(secret));
    }

    private ObjectRef secretRef(String secret) {
        return Resource.SECRET.named(namespace, secret).ref();
    }

    private Optional<CredentialSecret> secret(ObjectRef ref) {
        return api.find(
                Resource.SECRET.named(ref.namespace(), ref.name()),
                Sieve.SECRET,
                secret -> new SecretContent(secret).credential(ref));
    }

    private CertificateRequests requests() {
        List<KubeObject> own = new ArrayList<>();
        api.each(Resource.CERTIFICATE_REQUEST.in(namespace), Selection.ALL, request -> {
            if (CertificateRequests.isOf(request, name)) {
                own.add(request);
            }
        });
        return new CertificateRequests(own);
    }

    private IssuerRef issuer(CertificateSpec spec) {
        return spec.issuer().map(this::issuer).orElseGet(spec::externalIssuer);
    }

    private IssuerRef issuer(Target target) {
        String type =
                api.find(target, Sieve.OBJECT, CertificateObserver::issuerType).orElse("");
        return new IssuerRef(target.ref(), type);
    }

    /** The one member of an issuer's spec says what it is. */
    private static String issuerType(KubeObject issuer) {
        return issuer.spec().properties().stream()
                .findFirst()
                .map(member -> member.getKey())
                .orElse("unknown");
    }
}
