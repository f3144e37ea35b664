package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.api.Served;
import io.capstan.drydock.resource.Kinds;
import io.capstan.trust.Snapshot;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that one object gives of another, which the API server does not look at: any text may stand there. */
class HostileNamesTest extends OnDrydock {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../kube-system/secrets/admin",
                "..",
                "a b",
                "a/b",
                "%2e%2e%2fadmin",
                "a?watch=true",
                "a#b",
                "\u00fc",
                "\u0000",
                "{}|^`\\\"<>"
            })
    void aNameThatNoObjectCanHaveIsOneThatDoesNotExist(String name) {
        edit(Kinds.CERTIFICATE, "linkerd-trust-anchor", Map.of("secretName", name));
        edit(Kinds.CERTIFICATE, "linkerd-identity-issuer", Map.of("issuerRef", Map.of("name", name, "kind", "Issuer")));
        edit(
                Kinds.BUNDLE,
                "linkerd-identity-trust-roots",
                Map.of("sources", List.of(Map.of("configMap", Map.of("name", name, "key", "ca.crt")))));

        Snapshot snapshot = observe();

        assertThat(snapshot.anchor().secret()).isEmpty();
        assertThat(snapshot.anchor().secretRef().name()).isEqualTo(name);
        assertThat(snapshot.issuer().resource().orElseThrow().issuerRef().exists())
                .isFalse();
        assertThat(snapshot.bundle().resource().orElseThrow().sources())
                .allSatisfy(source -> assertThat(source.found()).isFalse());
        assertThat(drydock.api().served())
                .extracting(Served::path)
                .allSatisfy(path ->
                        assertThat(path).matches("/apis?(/[a-z0-9.-]+)*").doesNotContain(".."));
    }

    private void edit(ResourceDefinitionContext kind, String name, Map<String, Object> spec) {
        GenericKubernetesResource object =
                drydock.client().genericKubernetesResources(kind).inAnyNamespace().list().getItems().stream()
                        .filter(found -> found.getMetadata().getName().equals(name))
                        .findFirst()
                        .orElseThrow();
        object.<Map<String, Object>>get("spec").putAll(spec);
        drydock.client().resource(object).update();
    }
}
