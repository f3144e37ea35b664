package io.capstan.drydock.certmanager;

import io.capstan.drydock.pki.GoDuration;
import io.capstan.drydock.pki.Pem;
import io.capstan.drydock.pki.Wanted;
import io.capstan.drydock.resource.Condition;
import io.capstan.drydock.resource.Fields;
import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** The CertificateRequests of the cluster: one for each revision of a Certificate. */
final class Requests {
    private static final String NAME = "cert-manager.io/certificate-name";
    private static final String REVISION = "cert-manager.io/certificate-revision";

    private final KubernetesClient client;
    private final List<GenericKubernetesResource> all;

    private Requests(KubernetesClient client, List<GenericKubernetesResource> all) {
        this.client = client;
        this.all = all;
    }

    static Requests in(KubernetesClient client) {
        return new Requests(
                client,
                client.genericKubernetesResources(Kinds.CERTIFICATE_REQUEST)
                        .inAnyNamespace()
                        .list()
                        .getItems());
    }

    Optional<GenericKubernetesResource> of(GenericKubernetesResource certificate, int revision) {
        return all.stream()
                .filter(request -> belongsTo(request, certificate) && revision(request) == revision)
                .findFirst();
    }

    GenericKubernetesResource create(
            GenericKubernetesResource certificate, int revision, CertificateSpec spec, KeyPair key, Instant now) {
        GenericKubernetesResource request = new GenericKubernetesResource();
        request.setApiVersion("cert-manager.io/v1");
        request.setKind("CertificateRequest");
        request.setMetadata(new ObjectMetaBuilder()
                .withName(certificate.getMetadata().getName() + "-" + revision)
                .withNamespace(certificate.getMetadata().getNamespace())
                .addToAnnotations(NAME, certificate.getMetadata().getName())
                .addToAnnotations(REVISION, Integer.toString(revision))
                .addNewOwnerReference()
                .withApiVersion("cert-manager.io/v1")
                .withKind("Certificate")
                .withName(certificate.getMetadata().getName())
                .withUid(certificate.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .build());
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("duration", spec.duration().toSeconds() + "s");
        wanted.put("isCA", spec.isCa());
        wanted.put(
                "issuerRef",
                Map.of(
                        "name", spec.issuer().name(),
                        "kind", spec.issuer().kind(),
                        "group", spec.issuer().group()));
        wanted.put("request", base64(signingRequest(spec, key)));
        request.setAdditionalProperty("spec", wanted);
        GenericKubernetesResource created = client.genericKubernetesResources(Kinds.CERTIFICATE_REQUEST)
                .inNamespace(certificate.getMetadata().getNamespace())
                .resource(request)
                .create();
        Map<String, Object> status = Fields.status(created);
        new Condition("Approved", true, "cert-manager.io", "Certificate request has been approved by cert-manager.io")
                .putInto(status, now, 0);
        return write(created, status);
    }

    void issued(GenericKubernetesResource request, Issued issued, Instant now) {
        Map<String, Object> status = Fields.status(request);
        status.put("certificate", base64(Pem.of(issued.chain())));
        status.put("ca", base64(Pem.of(issued.ca())));
        new Condition("Ready", true, "Issued", "Certificate fetched from issuer successfully").putInto(status, now, 0);
        write(request, status);
    }

    /** Says on the request why it cannot be signed yet. */
    void pending(GenericKubernetesResource request, String message, Instant now) {
        Condition condition = new Condition("Ready", false, "Pending", message);
        if (Condition.of(request, "Ready").equals(Optional.of(condition))) {
            return;
        }
        Map<String, Object> status = Fields.status(request);
        condition.putInto(status, now, 0);
        write(request, status);
    }

    void delete(GenericKubernetesResource request) {
        client.genericKubernetesResources(Kinds.CERTIFICATE_REQUEST)
                .inNamespace(request.getMetadata().getNamespace())
                .withName(request.getMetadata().getName())
                .delete();
    }

    /** Drops the oldest requests of a Certificate, so that {@code limit} of them stay. */
    void keepNewest(GenericKubernetesResource certificate, int limit) {
        all.stream()
                .filter(request -> belongsTo(request, certificate))
                .sorted(Comparator.comparingInt(Requests::revision).reversed())
                .skip(limit)
                .forEach(this::delete);
    }

    static boolean asksFor(GenericKubernetesResource request, CertificateSpec spec) {
        return GoDuration.parse(Fields.text(request, "spec", "duration")).equals(spec.duration())
                && Fields.flag(request, "spec", "isCA") == spec.isCa()
                && Fields.text(request, "spec", "issuerRef", "name")
                        .equals(spec.issuer().name())
                && Fields.text(request, "spec", "issuerRef", "kind")
                        .equals(spec.issuer().kind())
                && Wanted.commonName(spec.commonName()).equals(subject(request));
    }

    private GenericKubernetesResource write(GenericKubernetesResource request, Map<String, Object> status) {
        Fields.setStatus(request, status);
        return client.genericKubernetesResources(Kinds.CERTIFICATE_REQUEST)
                .inNamespace(request.getMetadata().getNamespace())
                .resource(request)
                .updateStatus();
    }

    private static boolean belongsTo(GenericKubernetesResource request, GenericKubernetesResource certificate) {
        return request.getMetadata().getOwnerReferences().stream()
                .anyMatch(
                        owner -> owner.getUid().equals(certificate.getMetadata().getUid()));
    }

    private static int revision(GenericKubernetesResource request) {
        return Integer.parseInt(Optional.ofNullable(request.getMetadata().getAnnotations())
                .orElse(Map.of())
                .getOrDefault(REVISION, "0"));
    }

    private static X500Name subject(GenericKubernetesResource request) {
        String pem =
                new String(Base64.getDecoder().decode(Fields.text(request, "spec", "request")), StandardCharsets.UTF_8);
        String body = pem.replaceAll("-----[A-Z ]+-----", "");
        try {
            return new PKCS10CertificationRequest(Base64.getMimeDecoder().decode(body)).getSubject();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "CertificateRequest " + request.getMetadata().getName() + " holds no signing request", e);
        }
    }

    private static String signingRequest(CertificateSpec spec, KeyPair key) {
        String algorithm = key.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            return Pem.block(
                    "CERTIFICATE REQUEST",
                    new JcaPKCS10CertificationRequestBuilder(Wanted.commonName(spec.commonName()), key.getPublic())
                            .build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate()))
                            .getEncoded());
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make a signing request for " + spec.commonName(), e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
