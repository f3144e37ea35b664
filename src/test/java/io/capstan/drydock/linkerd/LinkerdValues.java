package io.capstan.drydock.linkerd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** The values that Linkerd was installed with: ConfigMap {@code linkerd-config}, key {@code values}. */
record LinkerdValues(String trustDomain, String issuanceLifetime, String clockSkewAllowance) {

    static LinkerdValues of(Optional<ConfigMap> config, KubernetesClient client) {
        JsonNode values = config.map(map -> map.getData().getOrDefault("values", "{}"))
                .map(yaml -> client.getKubernetesSerialization().unmarshal(yaml, JsonNode.class))
                .orElse(MissingNode.getInstance());
        JsonNode issuer = values.path("identity").path("issuer");
        return new LinkerdValues(
                values.path("identityTrustDomain").asText("cluster.local"),
                issuer.path("issuanceLifetime").asText("24h0m0s"),
                issuer.path("clockSkewAllowance").asText("20s"));
    }
}
