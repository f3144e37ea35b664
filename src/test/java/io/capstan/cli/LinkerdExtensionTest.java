package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.drydock.Drydock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What linkerd expects of an extension: linkerd2, EXTENSIONS.md, cli/cmd/check.go and cli/cmd/check_extensions.go. */
class LinkerdExtensionTest {
    /** As {@code getExtensionCheckFlags} makes them of a {@code linkerd check} without any flags. */
    private static final String[] AS_LINKERD_CALLS = {
        "check",
        "--as-group=[]",
        "--linkerd-namespace=linkerd",
        "--verbose=false",
        "--proxy=false",
        "--wait=5m0s",
        "--output=json"
    };

    private final Drydock cluster = Drydock.afterThePage();
    private final Shell linkerd = Shell.on(cluster).as(Invocation.LINKERD);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void printsTheJsonThatLinkerdCheckReads() throws Exception {
        assertThat(linkerd.run(AS_LINKERD_CALLS)).isZero();
        JsonNode json = new ObjectMapper().readTree(linkerd.out());
        assertThat(names(json)).containsExactly("categories", "success");
        assertThat(json.path("success").isBoolean()).isTrue();
        assertThat(json.path("success").asBoolean()).isTrue();
        assertThat(json.path("categories").findValuesAsText("categoryName"))
                .startsWith("capstan-set-up", "capstan-trust-anchor")
                .contains("capstan-data-plane");
        List<JsonNode> checks = checks(json);
        assertThat(checks).hasSizeGreaterThan(30).allSatisfy(check -> {
            assertThat(names(check)).isSubsetOf("description", "error", "result");
            assertThat(check.path("result").asText()).isIn("success", "warning", "error");
            // Linkerd takes for well whatever has no error, whatever its result is.
            assertThat(check.path("error").asText().isEmpty())
                    .isEqualTo(check.path("result").asText().equals("success"));
        });
        assertThat(checks)
                .filteredOn(check -> check.path("result").asText().equals("warning"))
                .extracting(check -> check.path("error").asText())
                .anySatisfy(error -> assertThat(error)
                        .startsWith(
                                "Certificate cert-manager/linkerd-trust-anchor: cert-manager renews the trust anchor"));
        assertThat(linkerd.choices()).allMatch(ClusterChoice::isConfiguredCluster);
    }

    @Test
    void takesFlagsThatItDoesNotKnowYet() {
        assertThat(linkerd.run("check", "--flag-of-a-later-linkerd=1", "--api-addr=127.0.0.1:1", "-o", "short"))
                .isZero();
    }

    @Test
    void aTableEndsAsLinkerdsOwn() {
        assertThat(linkerd.run("check")).isZero();
        assertThat(linkerd.out())
                .contains("capstan-trust-anchor\n--------------------\n√ the trust anchor is there and readable\n")
                .endsWith("\n\nStatus check results are √\n");
    }

    @Test
    void shortIsOnlyWhatIsNotWell() {
        assertThat(linkerd.run("check", "-o", "short")).isZero();
        assertThat(linkerd.out())
                .contains("‼ cert-manager does not renew the trust anchor unattended")
                .endsWith("Status check results are √\n");
        assertThat(linkerd.out().lines().filter(line -> line.startsWith("√"))).isEmpty();
    }

    @Test
    void proxyChecksTheDataPlaneOfANamespaceAndPreWhatComesBefore() {
        linkerd.run("check", "--proxy", "-n", "emojivoto");
        assertThat(linkerd.out()).startsWith("capstan-data-plane\n").doesNotContain("capstan-set-up");
        linkerd.run("check", "--pre");
        assertThat(linkerd.out()).startsWith("capstan-set-up\n").doesNotContain("capstan-data-plane");
        assertThat(linkerd.run("check", "--pre", "--proxy")).isEqualTo(64);
    }

    @Test
    void whatCannotBeReadIsAnErrorInTheJson() throws Exception {
        cluster.api().forbid("list", "bundles");
        assertThat(linkerd.run(AS_LINKERD_CALLS)).isEqualTo(3);
        JsonNode json = new ObjectMapper().readTree(linkerd.out());
        assertThat(json.path("success").asBoolean(true)).isFalse();
        assertThat(checks(json))
                .singleElement()
                .satisfies(check ->
                        assertThat(check.path("error").asText()).contains("list on bundles.trust.cert-manager.io"));
        assertThat(linkerd.run("check")).isEqualTo(3);
        assertThat(linkerd.err()).contains("list on bundles.trust.cert-manager.io");
    }

    @Test
    void waitsAsLongAsItIsToldForWhatMayPass() {
        deleteBundle();
        Instant before = cluster.clock().instant();
        assertThat(linkerd.run("check", "--wait", "1m")).isEqualTo(1);
        assertThat(Duration.between(before, cluster.clock().instant()))
                .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(75));
        assertThat(linkerd.out()).endsWith("Status check results are ×\n");
    }

    @Test
    void doesNotWaitWhereItIsToldNotTo() {
        deleteBundle();
        Instant before = cluster.clock().instant();
        assertThat(linkerd.run("check", "--wait", "0s")).isEqualTo(1);
        assertThat(cluster.clock().instant()).isEqualTo(before);
    }

    @Test
    void tellsLinkerdToRunItsCheckOnEveryCluster() throws Exception {
        assertThat(linkerd.run("_extension-metadata")).isZero();
        assertThat(new ObjectMapper().readTree(linkerd.out()))
                .isEqualTo(new ObjectMapper().readTree("{\"name\":\"linkerd-capstan\",\"checks\":\"always\"}"));
    }

    private void deleteBundle() {
        cluster.trustManager().stop();
        cluster.client()
                .configMaps()
                .inNamespace("linkerd")
                .withName("linkerd-identity-trust-roots")
                .delete();
    }

    private static List<JsonNode> checks(JsonNode json) {
        return json.path("categories").findValues("checks").stream()
                .flatMap(checks -> checks.valueStream())
                .toList();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
