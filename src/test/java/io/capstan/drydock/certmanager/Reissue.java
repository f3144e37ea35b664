package io.capstan.drydock.certmanager;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a Certificate needs to be issued now. The rules and their order are cert-manager's
 * (internal/controller/certificates/policies).
 */
record Reissue(String reason, String message) {

    /** All that the rules look at; {@code request} is the one of the present revision, if it is still there. */
    record Input(
            CertificateSpec spec, Optional<Secret> secret, Optional<GenericKubernetesResource> request, Instant now) {}

    @FunctionalInterface
    private interface Rule {
        Optional<Reissue> apply(Input input);
    }

    private static final List<Rule> NOT_AS_ASKED = List.of(
            Reissue::missing,
            Reissue::incomplete,
            Reissue::unreadable,
            Reissue::fromAnotherIssuer,
            Reissue::asked,
            Reissue::expired);

    /** What makes the Certificate not Ready. */
    static Optional<Reissue> notReady(Input input) {
        return first(NOT_AS_ASKED.stream(), input);
    }

    /** What makes cert-manager issue it by itself. */
    static Optional<Reissue> due(Input input) {
        // with renewal disabled not even the expiry is a reason
        return first(Stream.concat(NOT_AS_ASKED.stream(), Stream.of(Reissue::nearExpiry)), input)
                .filter(reissue -> input.spec().renews() || !reissue.reason().equals("Expired"));
    }

    private static Optional<Reissue> first(Stream<Rule> rules, Input input) {
        return rules.map(rule -> rule.apply(input)).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Reissue> missing(Input input) {
        return when(input.secret().isEmpty(), "DoesNotExist", "Issuing certificate as Secret does not exist");
    }

    private static Optional<Reissue> incomplete(Input input) {
        Secret secret = input.secret().orElseThrow();
        return when(
                IssuedSecret.entry(secret, "tls.crt").isEmpty()
                        || IssuedSecret.entry(secret, "tls.key").isEmpty(),
                "MissingData",
                "Issuing certificate as Secret does not contain all of tls.crt and tls.key");
    }

    private static Optional<Reissue> unreadable(Input input) {
        try {
            issued(input);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new Reissue(
                    "InvalidKeyPair", "Issuing certificate as Secret contains an invalid key-pair: " + e.getMessage()));
        }
    }

    private static Optional<Reissue> fromAnotherIssuer(Input input) {
        Map<String, String> annotations = Optional.ofNullable(
                        input.secret().orElseThrow().getMetadata().getAnnotations())
                .orElse(Map.of());
        CertificateSpec.IssuerRef issuer = input.spec().issuer();
        return when(
                !issuer.name().equals(annotations.get("cert-manager.io/issuer-name"))
                        || !issuer.kind().equals(annotations.get("cert-manager.io/issuer-kind")),
                "IncorrectIssuer",
                "Issuing certificate as Secret was previously issued by another issuer");
    }

    private static Optional<Reissue> asked(Input input) {
        return when(
                input.request()
                        .filter(request -> !Requests.asksFor(request, input.spec()))
                        .isPresent(),
                "RequestChanged",
                "Fields on existing CertificateRequest resource not up to date");
    }

    private static Optional<Reissue> expired(Input input) {
        Instant notAfter = issued(input).certificate().getNotAfter().toInstant();
        return when(!input.now().isBefore(notAfter), "Expired", "Certificate expired on " + notAfter);
    }

    private static Optional<Reissue> nearExpiry(Input input) {
        var certificate = issued(input).certificate();
        return input.spec()
                .renewalTime(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant())
                .filter(renewal -> !input.now().isBefore(renewal))
                .map(renewal -> new Reissue("Renewing", "Renewing certificate as renewal was scheduled at " + renewal));
    }

    private static IssuedSecret issued(Input input) {
        return IssuedSecret.of(input.secret().orElseThrow());
    }

    private static Optional<Reissue> when(boolean violated, String reason, String message) {
        return violated ? Optional.of(new Reissue(reason, message)) : Optional.empty();
    }
}
