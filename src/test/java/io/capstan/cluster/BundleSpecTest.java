package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cluster.BundleSpec.SourceSpec;
import io.capstan.trust.TrustBundle;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleSpecTest {
    @Test
    void readsEverySortOfSource() {
        BundleSpec bundle = bundle("""
                metadata: {name: roots}
                spec:
                  sources:
                    - secret: {name: linkerd-trust-anchor, key: tls.crt}
                    - configMap: {name: more, key: ca.pem}
                    - configMap: {name: all, includeAllKeys: true}
                    - secret: {selector: {matchLabels: {a: b}, matchExpressions: [{key: c, operator: In, values: [d, e]}]}, key: tls.crt}
                    - inLine: PEM
                    - useDefaultCAs: true
                """);

        assertThat(bundle.sources())
                .containsExactly(
                        new SourceSpec("Secret", "linkerd-trust-anchor", "tls.crt", Optional.empty()),
                        new SourceSpec("ConfigMap", "more", "ca.pem", Optional.empty()),
                        new SourceSpec("ConfigMap", "all", "*", Optional.empty()),
                        new SourceSpec("Secrets", "a=b,c in (d,e)", "tls.crt", Optional.empty()),
                        new SourceSpec("inLine", "", "", Optional.of("PEM")),
                        new SourceSpec("useDefaultCAs", "", "", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', false, Unknown",
        "'{conditions: [{type: Synced, status: \"True\", reason: Synced, observedGeneration: 2}]}', true, Synced",
        "'{conditions: [{type: Synced, status: \"True\", reason: Synced}]}', true, Synced",
        "'{conditions: [{type: Synced, status: \"True\", reason: Synced, observedGeneration: 1}]}', false, NotObserved",
        "'{conditions: [{type: Synced, status: \"False\", reason: SourceNotFound, observedGeneration: 2}]}', false,"
                + " SourceNotFound"
    })
    void isSyncedOnlyIfTrustManagerSaysSoOfThisGeneration(String status, boolean synced, String reason) {
        TrustBundle.Resource resource = bundle("{metadata: {name: roots, generation: 2}, status: " + status + "}")
                .resource(List.of());

        assertThat(resource.synced()).isEqualTo(synced);
        assertThat(resource.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "'{configMap: {key: ca-bundle.crt}}', mine",
        "'{configMap: {key: ca-bundle.crt, name: roots}}', roots",
        "'{secret: {key: ca-bundle.crt}}', nothing"
    })
    void writesAConfigMapOfItsOwnNameUnlessItsTargetNamesAnother(String target, String writes) {
        BundleSpec bundle = bundle("{metadata: {name: mine}, spec: {target: " + target + "}}");

        assertThat(bundle.writes().orElse("nothing")).isEqualTo(writes);
    }

    private static BundleSpec bundle(String yaml) {
        return new BundleSpec(new KubeObject(Fixtures.yaml(yaml)));
    }
}
