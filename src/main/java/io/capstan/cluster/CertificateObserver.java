package io.capstan.cluster;

import io.capstan.trust.CertificateResource;
import io.capstan.trust.CertificateResource.IssuerRef;
import io.capstan.trust.CredentialSecret;
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

    CertificateObserver(Api api, String namespace, String name) {
        this.api = api;
        this.namespace = namespace;
        this.name = name;
    }

    /** The Certificate without its Secret, which is to be read later. */
    record Seen(ObjectRef ref, ObjectRef secretRef, Optional<CertificateResource> resource) {
        ManagedCertificate with(Optional<CredentialSecret> secret) {
            return new ManagedCertificate(ref, secretRef, resource, secret);
        }
    }

    Seen certificate() {
        Target target = Resource.CERTIFICATE.named(namespace, name);
        return api.find(target, Sieve.OBJECT, object -> seen(target, new CertificateSpec(object)))
                .orElseGet(() -> new Seen(target.ref(), secretRef(name), Optional.empty()));
    }

    private Seen seen(Target target, CertificateSpec spec) {
        return new Seen(
                target.ref(), secretRef(spec.secretName()), Optional.of(spec.resource(issuer(spec), requests())));
    }

    private ObjectRef secretRef(String secret) {
        return Resource.SECRET.named(namespace, secret).ref();
    }

    Optional<CredentialSecret> secret(ObjectRef ref) {
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
