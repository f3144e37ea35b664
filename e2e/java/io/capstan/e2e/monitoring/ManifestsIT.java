package io.capstan.e2e.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.e2e.stack.Programs;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code kubectl apply -k k8s/monitoring} applies. */
class ManifestsIT {

    @Test
    void areTheRulesAndTheDashboardAsGrafanasSidecarFindsIt() {
        Command kustomize = Command.run(List.of(Programs.built().path("kubectl"), "kustomize", "k8s/monitoring"));
        assertThat(kustomize.exitCode()).as(kustomize.output()).isZero();
        List<JsonNode> objects = Stream.of(kustomize.output().split("(?m)^---$"))
                .map(document -> Serialization.unmarshal(document, JsonNode.class))
                .toList();

        assertThat(objects)
                .hasSize(2)
                .allSatisfy(object ->
                        assertThat(object.at("/metadata/namespace").asText()).isEqualTo("capstan"));
        assertThat(objects).anySatisfy(object -> {
            assertThat(object.path("kind").asText()).isEqualTo("PrometheusRule");
            assertThat(object.path("spec")).isEqualTo(AlertRules.read().spec());
        });
        assertThat(objects).anySatisfy(object -> {
            assertThat(object.path("kind").asText()).isEqualTo("ConfigMap");
            assertThat(object.at("/metadata/name").asText()).isEqualTo("capstan-dashboard");
            assertThat(object.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
            assertThat(Serialization.unmarshal(object.at("/data/capstan.json").asText(), JsonNode.class))
                    .isEqualTo(Dashboard.read().model());
        });
    }
}
