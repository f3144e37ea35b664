package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.resource.Kinds;
import io.capstan.hostile.Forge;
import io.capstan.hostile.Steering;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster in which every text that somebody may write takes a terminal over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClusterTest {
    private static final String TEXT = Steering.TEXT;
    private static final String LONG = TEXT + "z".repeat(10_000);
    private static final String TIME = "2026-03-02T08:00:00Z";

    private final Drydock cluster = Drydock.afterThePage();

    @BeforeAll
    void write() {
        Shell shell = Shell.on(cluster).piped(Map.of());
        shell.run("rotate", "--yes", "--strategy", "prompt", "--reason", TEXT, "--request-id", TEXT);
        shell.run("rotate", "--yes", "--no-wait", "--reason", TEXT);
        rotations();
        anchor();
        issuer();
        event();
        pod();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "check -o json",
                "check --certificates",
                "plan",
                "plan -o json",
                "status",
                "status -o json",
                "history",
                "history -o json",
                "history ID",
                "history ID -o json",
                "history ID -o markdown",
                "setup --dry-run",
                "setup --improve --dry-run",
                "run",
                "rotate --dry-run"
            })
    void nothingThatItSaysSteersATerminal(String command) {
        String[] line = Stream.of(command.split(" "))
                .map(word -> word.equals("ID") ? id() : word)
                .toArray(String[]::new);
        Shell piped = Shell.on(cluster).piped(Map.of());
        piped.run(line);
        String plain = piped.out() + piped.err();
        assertThat(plain).isNotBlank();
        Steering.assertNoneIn(plain);
        assertThat(plain.lines()).noneMatch(part -> part.startsWith("d\ufffd"));

        Shell coloured = Shell.on(cluster).interactive(Map.of("TERM", "xterm"));
        coloured.run(line);
        String shown = coloured.out() + coloured.err();
        assertThat(shown).doesNotContain("\u001b[31m\ufffd");
        Steering.assertNoneIn(shown.replaceAll("\u001b\\[(0|3[123])m", ""));
    }

    @Test
    void linkerdsOwnCheckPassesNoneOfItOn() {
        for (String format : List.of("table", "short", "json")) {
            Shell linkerd = Shell.on(cluster).as(Invocation.LINKERD).piped(Map.of());
            linkerd.run("check", "--wait", "0", "-o", format);
            assertThat(linkerd.out()).isNotBlank();
            Steering.assertNoneIn(linkerd.out() + linkerd.err());
        }
    }

    @Test
    void jsonSaysItExactlyForWhoeverWantsToKnow() throws JsonProcessingException {
        Shell shell = Shell.on(cluster).piped(Map.of());
        shell.run("status", "-o", "json");
        assertThat(shell.out()).isASCII();
        assertThat(new ObjectMapper().readTree(shell.out()).path("paused").asText())
                .contains(LONG.replace('\ud800', '?'));
    }

    @Test
    void eventsAreOneLineOfLessThanAKilobyte() {
        Shell.on(cluster).piped(Map.of()).run("run");
        assertThat(cluster.client().v1().events().inAnyNamespace().list().getItems().stream()
                        .filter(event -> "capstan.io/capstan".equals(event.getReportingComponent()))
                        .map(Event::getMessage))
                .isNotEmpty()
                .allSatisfy(note -> {
                    assertThat(note.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1024);
                    Steering.assertNoneIn(note);
                    assertThat(note).hasLineCount(1);
                });
    }

    private String id() {
        Shell shell = Shell.on(cluster).piped(Map.of());
        shell.run("history", "-o", "json");
        try {
            return new ObjectMapper().readTree(shell.out()).path(0).path("id").asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(shell.out(), e);
        }
    }

    /** What is remembered of rotations: in every text of it. */
    private void rotations() {
        cluster.client()
                .configMaps()
                .inNamespace("linkerd")
                .withName("capstan-rotation")
                .edit(present -> {
                    Map<String, String> data = new HashMap<>(present.getData());
                    data.replaceAll((key, value) -> value.replace("CN=root", "CN=" + json(TEXT)));
                    data.put("report-broken", "{\"id\": \"" + json(TEXT));
                    return new ConfigMapBuilder(present).withData(data).build();
                });
    }

    private static String json(String text) {
        String quoted = new ObjectMapper().getNodeFactory().textNode(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    private void anchor() {
        edit(
                "linkerd-trust-anchor",
                Map.of(),
                Map.of(
                        "capstan.io/paused", LONG,
                        "capstan.io/paused-by", TEXT,
                        "capstan.io/rotate", LONG,
                        "capstan.io/approve", TEXT,
                        "capstan.io/paused-until", "9999-12-31T23:59:59Z",
                        "capstan.io/paused-since", TEXT));
        String pem = PemBundle.write(AnchorSet.of(Forge.p256()
                .subject(new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, TEXT.replace("\ud800", ""))
                        .build())
                .selfSigned()));
        cluster.client()
                .secrets()
                .inNamespace("cert-manager")
                .withName("linkerd-previous-anchor")
                .edit(present -> new SecretBuilder(present)
                        .addToData(
                                "tls.crt", Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)))
                        .build());
    }

    private void issuer() {
        editStatus(Map.of(
                "type", "Issuing", "status", "True", "reason", TEXT, "message", LONG, "lastTransitionTime", TIME));
        edit("linkerd-identity-issuer", Map.of("secretName", TEXT), Map.of());
    }

    private void event() {
        cluster.client()
                .resource(new EventBuilder()
                        .withNewMetadata()
                        .withName("hostile")
                        .withNamespace("linkerd")
                        .endMetadata()
                        .withReason("IssuerUpdateSkipped")
                        .withMessage(TEXT)
                        .withType("Warning")
                        .withLastTimestamp(TIME)
                        .withNewInvolvedObject()
                        .withKind("Deployment")
                        .withNamespace("linkerd")
                        .withName("linkerd-identity")
                        .endInvolvedObject()
                        .build())
                .create();
    }

    /** Whoever may create a pod may say that anything controls it. */
    private void pod() {
        cluster.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("orphan")
                        .withNamespace("emojivoto")
                        .addToLabels("linkerd.io/control-plane-ns", "linkerd")
                        .addToAnnotations("linkerd.io/trust-root-sha256", TEXT)
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind(TEXT)
                        .withName(TEXT)
                        .withUid("1")
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("app")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private void edit(String name, Map<String, Object> spec, Map<String, String> annotations) {
        GenericKubernetesResource object = find(name);
        object.<Map<String, Object>>get("spec").putAll(spec);
        Map<String, String> all = new HashMap<>(annotations);
        if (object.getMetadata().getAnnotations() != null) {
            all.putAll(object.getMetadata().getAnnotations());
        }
        object.getMetadata().setAnnotations(all);
        cluster.client().resource(object).update();
    }

    private void editStatus(Map<String, Object> condition) {
        GenericKubernetesResource object = find("linkerd-identity-issuer");
        object.<Map<String, Object>>get("status").put("conditions", List.of(condition));
        cluster.client().resource(object).updateStatus();
    }

    private GenericKubernetesResource find(String name) {
        return cluster
                .client()
                .genericKubernetesResources(Kinds.CERTIFICATE)
                .inAnyNamespace()
                .list()
                .getItems()
                .stream()
                .filter(found -> found.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
