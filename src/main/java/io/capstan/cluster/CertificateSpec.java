package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.CertificateResource.IssuerRef;
import io.capstan.trust.CertificateResource.Issuing;
import io.capstan.trust.ObjectRef;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A Certificate of cert-manager.io/v1, with cert-manager's own defaults (1.21, pkg/apis/certmanager/v1 and
 * pkg/util/pki/renewaltime.go).
 */
record CertificateSpec(KubeObject object) {
    private static final Duration DEFAULT_DURATION = Duration.ofDays(90);
    private static final String GROUP = "cert-manager.io";

    CertificateResource resource(IssuerRef issuer, CertificateRequests requests) {
        String policy = spec().path("privateKey").path("rotationPolicy").asText();
        boolean renewalDisabled = spec().path("renewal").path("policy").asText().equals(CertificateResource.DISABLED);
        return new CertificateResource(
                object.uid(),
                object.resourceVersion(),
                issuer,
                spec().path("isCA").asBoolean(),
                // What an unset policy means depends on cert-manager's version, which the object does not tell.
                policy.equals("Always"),
                policy,
                duration(),
                renewBefore(),
                spec().path("renewal").isObject() ? spec().path("renewal").toString() : "",
                renewalDisabled,
                revision(),
                object.hasCondition("Ready"),
                issuing(),
                // cert-manager removes it only a moment after the policy has been set
                renewalDisabled
                        ? Optional.empty()
                        : KubeObject.time(object.status().path("renewalTime")),
                requests.newest(),
                requests.issued(revision()),
                requests.history(),
                requests.authorities(),
                annotations());
    }

    String secretName() {
        return spec().path("secretName").asText(object.name());
    }

    /** Where the issuer is; empty if it is of a group other than cert-manager's own. */
    Optional<Target> issuer() {
        if (!issuerGroup().equals(GROUP)) {
            return Optional.empty();
        }
        return Optional.of(
                issuerKind().equals(Resource.CLUSTER_ISSUER.kind())
                        ? Resource.CLUSTER_ISSUER.named("", issuerName())
                        : Resource.ISSUER.named(object.namespace(), issuerName()));
    }

    /** An issuer of another group: its type is that group. */
    IssuerRef externalIssuer() {
        return new IssuerRef(new ObjectRef(issuerKind(), object.namespace(), issuerName()), issuerGroup());
    }

    private String issuerName() {
        return spec().path("issuerRef").path("name").asText();
    }

    private String issuerKind() {
        return nonEmpty(spec().path("issuerRef").path("kind"), Resource.ISSUER.kind());
    }

    private String issuerGroup() {
        return nonEmpty(spec().path("issuerRef").path("group"), GROUP);
    }

    int revision() {
        return object.status().path("revision").asInt();
    }

    /** Empty if cert-manager decides: up to 1.17 it keeps all CertificateRequests, from 1.18 on one. */
    Optional<Integer> revisionHistoryLimit() {
        JsonNode limit = spec().path("revisionHistoryLimit");
        return limit.isIntegralNumber() ? Optional.of(limit.intValue()) : Optional.empty();
    }

    private Duration duration() {
        return duration("duration").orElse(DEFAULT_DURATION);
    }

    /** A renewBefore that does not fit into the duration counts as not set. */
    private Duration renewBefore() {
        Optional<Duration> absolute = duration("renewBefore").filter(before -> before.compareTo(duration()) < 0);
        int percentage = spec().path("renewBeforePercentage").asInt();
        Duration relative = percentage > 0 && percentage < 100
                ? duration().multipliedBy(percentage).dividedBy(100)
                : duration().dividedBy(3);
        return absolute.orElse(relative);
    }

    private Optional<Duration> duration(String field) {
        return KubeObject.text(spec().path(field))
                .map(text -> Durations.parse(text)
                        .filter(duration -> !duration.isZero())
                        .orElseThrow(
                                () -> new IllegalArgumentException("spec." + field + " is " + text + ", no duration")));
    }

    private Optional<Issuing> issuing() {
        return object.condition("Issuing")
                .filter(KubeObject::isTrue)
                .map(condition -> new Issuing(
                        KubeObject.time(condition.path("lastTransitionTime")).orElse(Instant.EPOCH),
                        condition.path("reason").asText(),
                        condition.path("message").asText()));
    }

    private Map<String, String> annotations() {
        return object.metadata().path("annotations").properties().stream()
                .filter(entry -> entry.getKey().startsWith(CertificateResource.ANNOTATIONS))
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().substring(CertificateResource.ANNOTATIONS.length()),
                        entry -> entry.getValue().asText()));
    }

    private JsonNode spec() {
        return object.spec();
    }

    private static String nonEmpty(JsonNode value, String otherwise) {
        return value.asText().isEmpty() ? otherwise : value.asText();
    }
}
