package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.trust.CertificateResource.Request;
import io.capstan.trust.ObjectRef;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The CertificateRequests of one Certificate. */
record CertificateRequests(List<KubeObject> requests) {
    private static final String CERTIFICATE = "cert-manager.io/certificate-name";
    private static final String REVISION = "cert-manager.io/certificate-revision";

    CertificateRequests {
        requests = List.copyOf(requests);
    }

    static boolean isOf(KubeObject request, String certificate) {
        return request.annotation(CERTIFICATE).filter(certificate::equals).isPresent();
    }

    Optional<Request> newest() {
        return requests.stream()
                .max(Comparator.comparingInt(CertificateRequests::revision).thenComparing(KubeObject::createdAt))
                .map(CertificateRequests::request);
    }

    /** The certificate that came of the request of {@code revision}, if that request is still there. */
    Optional<Certificate> issued(int revision) {
        return of(revision).flatMap(request -> certificate(request, "certificate"));
    }

    /** Every certificate that came of one of them. */
    List<Certificate> history() {
        return all("certificate").toList();
    }

    /** What they name as the CA that signed. */
    AnchorSet authorities() {
        return AnchorSet.of(all("ca").toList());
    }

    private Stream<Certificate> all(String field) {
        return requests.stream().flatMap(request -> certificate(request, field).stream());
    }

    private static Optional<Certificate> certificate(KubeObject request, String field) {
        return Optional.of(request.status().path(field))
                .filter(JsonNode::isTextual)
                .flatMap(pem -> Pem.ofBase64(pem).first());
    }

    Optional<KubeObject> of(int revision) {
        return requests.stream()
                .filter(request -> revision(request) == revision)
                .max(Comparator.comparing(KubeObject::createdAt));
    }

    private static Request request(KubeObject request) {
        Optional<JsonNode> ready = request.condition("Ready");
        String reason =
                ready.map(condition -> condition.path("reason").asText()).orElse("");
        boolean isOpen = ready.isEmpty() || reason.equals("Pending");
        boolean isReady = request.hasCondition("Ready");
        boolean isRefused = request.hasCondition("Denied") || request.hasCondition("InvalidRequest");
        return new Request(
                ref(request),
                revision(request),
                isRefused || (!isReady && !isOpen),
                reason,
                ready.map(condition -> condition.path("message").asText()).orElse(""));
    }

    static ObjectRef ref(KubeObject request) {
        return Resource.CERTIFICATE_REQUEST
                .named(request.namespace(), request.name())
                .ref();
    }

    private static int revision(KubeObject request) {
        return request.annotation(REVISION).flatMap(Numbers::parse).orElse(0);
    }
}
