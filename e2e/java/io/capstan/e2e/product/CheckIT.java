package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.RealStack;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the reading commands say about a cluster that was set up by the page. */
class CheckIT {
    private static RealStack stack;
    private static RealMesh mesh;

    @BeforeAll
    static void start() {
        stack = RealStack.start("check");
        mesh = RealMesh.afterThePage(stack);
        stack.shell().kubectl("apply", "-k", "k8s/check");
    }

    @AfterAll
    static void stop() {
        mesh.close();
        stack.close();
    }

    @Test
    void findsNothingButThePagesTraps() throws IOException {
        Capstan.Result check = Capstan.asAdministrator(stack).run("check", "-o", "json");

        assertThat(check.err()).isEmpty();
        JsonNode report = new ObjectMapper().readTree(check.out());
        assertThat(StreamSupport.stream(report.path("findings").spliterator(), false)
                        .filter(finding -> List.of("warning", "critical", "skipped")
                                .contains(finding.path("severity").asText()))
                        .map(finding -> finding.path("severity").asText() + " "
                                + finding.path("id").asText()))
                .containsExactlyInAnyOrder(
                        "warning anchor-unattended-renewal",
                        "warning previous-anchor-key",
                        "warning rotation-deadline");
        assertThat(report.path("status").asText()).isEqualTo("warning");
        assertThat(report.path("phase").asText()).isEqualTo("steady");
        assertThat(check.exitCode()).isEqualTo(1);
    }

    @Test
    void printsEveryCertificateAsThePagesFunctionDoes() {
        Capstan.Result certificates = Capstan.asAdministrator(stack).run("check", "--certificates");

        Page page = new Page(stack);
        assertThat(certificates.out())
                .isEqualTo(Stream.of(
                                secret(page, "cert-manager", "linkerd-trust-anchor", "tls.crt"),
                                secret(page, "cert-manager", "linkerd-trust-anchor", "ca.crt"),
                                secret(page, "cert-manager", "linkerd-previous-anchor", "tls.crt"),
                                secret(page, "linkerd", "linkerd-identity-issuer", "tls.crt"),
                                secret(page, "linkerd", "linkerd-identity-issuer", "ca.crt"),
                                "ConfigMap linkerd/linkerd-identity-trust-roots ca-bundle.crt\n" + page.inspectBundle())
                        .collect(Collectors.joining("\n")));
        assertThat(certificates.exitCode()).isZero();
    }

    @Test
    void plansARestartOfEachKindOfWorkload() {
        Capstan.Result plan = Capstan.asAdministrator(stack).run("plan");

        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out()).contains("emojivoto/web", "emojivoto/api", "emojivoto/db", "emojivoto/agent");
    }

    @Test
    void saysThatNothingIsUnderWay() {
        Capstan.Result status = Capstan.asAdministrator(stack).run("status");

        assertThat(status.exitCode()).isZero();
        assertThat(status.out()).contains("steady");
    }

    @Test
    void findsTheSameWithTheRightsOfItsOwnServiceAccount() {
        Capstan.Result asAdministrator = Capstan.asAdministrator(stack).run("check");
        Capstan.Result asDeployed = Capstan.asDeployed(stack, "capstan-check").run("check");

        assertThat(asDeployed.err()).isEmpty();
        assertThat(withoutTimeLeft(asDeployed.out())).isEqualTo(withoutTimeLeft(asAdministrator.out()));
    }

    @Test
    void cannotRotateWithTheRightsOfTheServiceAccountThatOnlyChecks() {
        String before = resourceVersions();

        Capstan.Result rotation = Capstan.asDeployed(stack, "capstan-check").run("rotate", "--yes");

        assertThat(rotation.exitCode()).isEqualTo(3);
        assertThat(rotation.err()).contains("forbidden", "system:serviceaccount:capstan:capstan-check");
        assertThat(resourceVersions()).isEqualTo(before);
    }

    @Test
    void writesNothing() {
        String before = resourceVersions();

        Capstan capstan = Capstan.asAdministrator(stack);
        capstan.run("check");
        capstan.run("plan");
        capstan.run("status");
        capstan.run("rotate", "--dry-run");

        assertThat(resourceVersions()).isEqualTo(before);
    }

    private static String secret(Page page, String namespace, String name, String key) {
        return "Secret " + namespace + "/" + name + " " + key + "\n" + page.inspectSecret(namespace, name, key);
    }

    private static String withoutTimeLeft(String text) {
        return text.replaceAll("\\(in [^)]*\\)", "(in time)");
    }

    /** Of everything that a rotation would write, but not of pods, which Linkerd annotates. */
    private static String resourceVersions() {
        String versions = "--output=jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}"
                + " {.metadata.resourceVersion}{\"\\n\"}{end}";
        String kinds = "secrets,configmaps,certificates,bundles,deployments,statefulsets,daemonsets";
        return stack.shell().kubectl("get", kinds, "--all-namespaces", versions)
                + stack.shell().kubectl("get", "leases", "--namespace=linkerd", versions);
    }
}
