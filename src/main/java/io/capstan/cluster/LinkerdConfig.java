package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.trust.Linkerd.Config;
import io.capstan.window.Durations;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The values of ConfigMap linkerd-config, as the chart renders them (linkerd2 2.20, charts/linkerd-control-plane). */
record LinkerdConfig(JsonNode values) {
    private static final Duration ISSUANCE_LIFETIME = Duration.ofHours(24);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(20);

    /** Reads the entry {@code values}; empty if it is no YAML object. */
    static Optional<LinkerdConfig> parse(String text) {
        try {
            return Yaml.documents(text).stream()
                    .findFirst()
                    .filter(JsonNode::isObject)
                    .map(LinkerdConfig::new);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    Config config() {
        JsonNode identity = values.path("identity");
        String trustDomain = values.path("identityTrustDomain").asText();
        return new Config(
                identity.path("externalCA").asBoolean(),
                identity.path("issuer").path("scheme").asText(),
                trustDomain.isEmpty() ? values.path("clusterDomain").asText("cluster.local") : trustDomain);
    }

    /** Identity's own argument wins: it is what runs. */
    static Duration issuanceLifetime(List<String> arguments, Optional<LinkerdConfig> config) {
        return effective("identity-issuance-lifetime", arguments, "issuanceLifetime", config)
                .orElse(ISSUANCE_LIFETIME);
    }

    static Duration clockSkewAllowance(List<String> arguments, Optional<LinkerdConfig> config) {
        return effective("identity-clock-skew-allowance", arguments, "clockSkewAllowance", config)
                .orElse(CLOCK_SKEW);
    }

    private static Optional<Duration> effective(
            String flag, List<String> arguments, String value, Optional<LinkerdConfig> config) {
        return argument(flag, arguments).or(() -> config.flatMap(present -> present.issuerDuration(value)));
    }

    private static Optional<Duration> argument(String flag, List<String> arguments) {
        return arguments.stream()
                .map(argument -> argument.replaceFirst("^-{1,2}", ""))
                .filter(argument -> argument.startsWith(flag + "="))
                .map(argument -> argument.substring(flag.length() + 1))
                .findFirst()
                .flatMap(Durations::parse);
    }

    private Optional<Duration> issuerDuration(String value) {
        return KubeObject.text(values.path("identity").path("issuer").path(value))
                .flatMap(Durations::parse);
    }
}
