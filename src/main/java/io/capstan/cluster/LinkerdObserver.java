package io.capstan.cluster;

import io.capstan.trust.Linkerd;
import io.capstan.trust.Linkerd.IssuerEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how Linkerd is configured, and what identity has said about its issuer. */
final class LinkerdObserver {
    private static final Set<String> ISSUER_REASONS =
            Set.of("IssuerUpdated", "IssuerUpdateSkipped", "IssuerValidationFailed");

    private final Api api;
    private final String namespace;

    LinkerdObserver(Api api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    Linkerd linkerd(Namespaces namespaces, List<String> identityArguments) {
        Optional<LinkerdConfig> config = config();
        return new Linkerd(
                namespace,
                namespaces.isControlPlane(namespace),
                config.map(LinkerdConfig::config),
                LinkerdConfig.issuanceLifetime(identityArguments, config),
                LinkerdConfig.clockSkewAllowance(identityArguments, config),
                issuerEvents());
    }

    private Optional<LinkerdConfig> config() {
        return api.find(Resource.CONFIG_MAP.named(namespace, "linkerd-config"), Sieve.OBJECT)
                .flatMap(configMap ->
                        KubeObject.text(configMap.json().path("data").path("values")))
                .flatMap(LinkerdConfig::parse);
    }

    private List<IssuerEvent> issuerEvents() {
        List<IssuerEvent> events = new ArrayList<>();
        api.each(
                Resource.EVENT.in(namespace),
                new Selection("", "involvedObject.name=linkerd-identity"),
                event -> issuerEvent(event).ifPresent(events::add));
        events.sort(Comparator.comparing(IssuerEvent::lastSeen).reversed());
        return events;
    }

    static Optional<IssuerEvent> issuerEvent(KubeObject event) {
        String reason = event.json().path("reason").asText();
        if (!ISSUER_REASONS.contains(reason)) {
            return Optional.empty();
        }
        return Optional.of(new IssuerEvent(reason, event.json().path("message").asText(), lastSeen(event)));
    }

    /** Events of both APIs: the older fills lastTimestamp, the newer series or eventTime. */
    private static Instant lastSeen(KubeObject event) {
        return KubeObject.time(event.json().path("series").path("lastObservedTime"))
                .or(() -> KubeObject.time(event.json().path("lastTimestamp")))
                .or(() -> KubeObject.time(event.json().path("eventTime")))
                .orElseGet(event::createdAt);
    }
}
