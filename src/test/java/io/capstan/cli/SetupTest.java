package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.config.Key;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.resource.Fields;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code capstan setup} on a cluster that has cert-manager and trust-manager, and nothing of Linkerd. */
class SetupTest {
    private static final String TRUST = "cert-manager";

    private final CronJob job = CronJob.on(Drydock.options().beforeThePage());

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void linkerdInstalledOnItIsWellAndItsAnchorCanBeRotatedWithoutAFailedHandshake() {
        assertThat(job.capstan("setup")).isZero();
        assertThat(job.printed())
                .contains("created   Certificate cert-manager/linkerd-trust-anchor")
                .contains("Status check results are")
                .contains("helm install linkerd-control-plane -n linkerd")
                .contains("linkerd install --crds | kubectl apply -f -")
                .contains("cert-manager does not renew the trust anchor,");
        job.drydock().installLinkerd();
        assertThat(job.capstan("check")).as(job.printed()).isZero();

        String old = job.anchor();
        job.with(Key.MAX_AGE, "1s");
        job.passesUntil(job::isWaitingForLeaves, Duration.ofHours(2));
        job.passesUntil(Duration.ofHours(3), job::isCompleted, Duration.ofDays(2));
        assertThat(job.anchor()).isNotEqualTo(old);
        assertThat(job.drydock().certificates().bundled()).containsExactly(job.anchor());
        assertThat(job.failedHandshakes()).isZero();
    }

    @Test
    void aSecondRunWritesNothing() {
        assertThat(job.capstan("setup")).isZero();
        long writes = job.writes();

        assertThat(job.capstan("setup")).isZero();
        assertThat(job.writes()).isEqualTo(writes);
        assertThat(job.printed())
                .contains("in place  ConfigMap cert-manager/linkerd-previous-anchor")
                .doesNotContain("created", "could be better");
    }

    @Test
    void killedAfterAnyOfItsWritesItGoesOnFromThere() {
        assertThat(job.capstan("setup")).isZero();
        long writes = job.writes();
        assertThat(writes).isEqualTo(10);

        for (int last = 1; last <= writes; last++) {
            try (CronJob other = CronJob.on(Drydock.options().beforeThePage())) {
                other.drydock().api().faults(killedAfter(last));
                assertThat(other.capstan("setup")).as("write %s", last).isEqualTo(ExitCode.CLUSTER);
                other.drydock().api().faults(Fault.NONE);
                assertThat(other.capstan("setup")).as("after write %s", last).isZero();
                assertThat(other.drydock().certificates().bundled()).containsExactly(other.anchor());
            }
        }
    }

    @Test
    void theDryRunPrintsYamlThatMakesTheSameAndWritesNothing() {
        assertThat(job.capstan("setup", "--dry-run")).isZero();
        assertThat(job.printed()).contains("#   helm install", "#   tls.crt: |");

        job.drydock().manifests().create(job.printed());
        job.drydock().until("the anchor is issued", () -> secret("linkerd-trust-anchor") != null);
        assertThat(job.capstan("setup", "--dry-run")).isZero();
        assertThat(job.printed()).contains("# Bundle linkerd-identity-trust-roots is in place", "kind: ConfigMap");

        job.drydock().manifests().create(job.printed());
        assertThat(job.capstan("setup")).isZero();
        assertThat(job.writes()).isZero();
    }

    @Test
    void whereCertManagerIsOlderItActsOnlyLongAfterCapstanShouldHave() {
        job.drydock()
                .api()
                .faults(Trouble.before(
                        request -> request.path().endsWith("/certificates")
                                && request.body().contains("\"policy\""),
                        Outcome.answer(400, "BadRequest", "strict decoding error: unknown field \"spec.renewal\"")));

        assertThat(job.capstan("setup")).isZero();
        GenericKubernetesResource anchor = job.drydock().certificates().get(TRUST, "linkerd-trust-anchor");
        assertThat(Fields.text(anchor, "spec", "renewBefore")).isEqualTo("720h");
        assertThat(Fields.text(anchor, "spec", "renewal", "policy")).isEmpty();
        assertThat(job.printed()).doesNotContain("cert-manager does not renew the trust anchor,");
    }

    @Test
    void thePreviousAnchorIsKeptWithoutAPrivateKeyEvenAsDocumented() {
        assertThat(job.capstan("setup", "--as-documented")).isZero();
        assertThat(secret("linkerd-previous-anchor").getData())
                .containsEntry("tls.key", "")
                .containsEntry(
                        "tls.crt", secret("linkerd-trust-anchor").getData().get("tls.crt"));
    }

    @Test
    void asDocumentedItMakesThePagesObjectsToTheLetter() throws IOException {
        assertThat(job.capstan("setup", "--as-documented", "--dry-run")).isZero();
        List<JsonNode> page = new ArrayList<>();
        for (String file : List.of("2-cert-manager-rbac", "3-trust-anchor", "4-identity-issuer", "5-trust-bundle")) {
            page.addAll(objects(Files.readString(Path.of("e2e/page", file + ".yaml"))));
        }
        List<JsonNode> made = objects(job.printed());
        assertThat(made.remove(0).path("metadata").toString())
                .isEqualTo("{\"name\":\"linkerd\",\"labels\":{\"linkerd.io/is-control-plane\":\"true\"}}");
        assertThat(made).containsExactlyInAnyOrderElementsOf(page);
    }

    @Test
    void withoutCertManagerOrTrustManagerItSaysHowToInstallThem() {
        job.drydock()
                .api()
                .faults(Trouble.before(
                        request -> request.path().contains("cert-manager.io"),
                        Outcome.answer(404, "NotFound", "no such API")));

        assertThat(job.capstan("setup")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.printed().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("refused: cert-manager is not installed")
                        && line.contains("helm install cert-manager"))
                .anyMatch(line -> line.startsWith("refused: trust-manager is not installed")
                        && line.contains("--set app.trust.namespace=cert-manager"));
    }

    @Test
    void aNamespaceThatIsThereAlreadyGetsTheLabelWithoutWhichThereIsNoBundle() {
        job.drydock().manifests().create("kind: Namespace\napiVersion: v1\nmetadata: {name: linkerd}\n");

        assertThat(job.capstan("setup")).isZero();
        assertThat(job.printed()).contains("in place  Namespace linkerd", "improved  Namespace linkerd");
        assertThat(job.drydock().certificates().bundled()).containsExactly(job.anchor());
    }

    @Test
    void anAnchorOfAnIssuerOfOnesOwnNeedsNoOther() {
        job.drydock().manifests().create("""
                apiVersion: cert-manager.io/v1
                kind: Issuer
                metadata: {name: ours, namespace: cert-manager}
                spec: {selfSigned: {}}
                ---
                apiVersion: cert-manager.io/v1
                kind: Certificate
                metadata: {name: linkerd-trust-anchor, namespace: cert-manager}
                spec:
                  issuerRef: {name: ours}
                  secretName: linkerd-trust-anchor
                  isCA: true
                  commonName: root.example
                  duration: 8760h
                  renewBefore: 720h
                  privateKey: {rotationPolicy: Always, algorithm: ECDSA}
                """);

        assertThat(job.capstan("setup")).isZero();
        assertThat(job.printed())
                .contains("in place  Certificate cert-manager/linkerd-trust-anchor")
                .doesNotContain("linkerd-trust-root-issuer", "could be better");
    }

    @Test
    void whatCertManagerWouldOverwriteIsLeftAlone() {
        assertThat(job.capstan("setup")).isZero();
        try (CronJob other = CronJob.on(Drydock.options().beforeThePage())) {
            Secret kept = new SecretBuilder(secret("linkerd-trust-anchor"))
                    .withNewMetadata()
                    .withName("linkerd-trust-anchor")
                    .withNamespace(TRUST)
                    .endMetadata()
                    .build();
            other.drydock().client().resource(kept).create();

            assertThat(other.capstan("setup")).isEqualTo(ExitCode.REFUSED);
            assertThat(other.printed())
                    .startsWith("refused: Secret cert-manager/linkerd-trust-anchor exists without a Certificate");
        }
    }

    @Test
    void anIssuanceThatDoesNotComeEndsWithWhatItWaitedForAndGoesOnLater() {
        job.drydock().certManager().stop();
        assertThat(job.capstan("setup")).isEqualTo(ExitCode.REFUSED);
        assertThat(job.lastLine())
                .startsWith(
                        "refused: waited 2m for cert-manager to issue Certificate cert-manager/linkerd-trust-anchor");

        job.drydock().certManager().start();
        assertThat(job.capstan("setup")).isZero();
    }

    @Test
    void improvingAndFollowingTheDocumentationContradictEachOther() {
        assertThat(job.capstan("setup", "--improve", "--as-documented")).isEqualTo(ExitCode.USAGE);
        assertThat(job.printed()).contains("contradict each other");
    }

    private Secret secret(String name) {
        return job.drydock()
                .client()
                .secrets()
                .inNamespace(TRUST)
                .withName(name)
                .get();
    }

    /** The objects of a YAML text; the page gives cluster-scoped ones a namespace, which no API server keeps. */
    private static List<JsonNode> objects(String yaml) {
        List<JsonNode> objects = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(yaml)
                .forEach(object -> objects.add(new ObjectMapper().valueToTree(object)));
        objects.stream()
                .filter(object -> Set.of("ClusterIssuer", "Bundle")
                        .contains(object.path("kind").asText()))
                .forEach(object -> ((ObjectNode) object.path("metadata")).remove("namespace"));
        return objects;
    }

    private static Fault killedAfter(int last) {
        AtomicInteger writes = new AtomicInteger();
        return Trouble.killedRightAfter(request -> request.writes() && writes.incrementAndGet() == last);
    }
}
