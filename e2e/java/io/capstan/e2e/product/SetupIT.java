package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.RealStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** {@code capstan setup} against the real cert-manager, with its webhook, and the real trust-manager. */
class SetupIT {
    private static final String OBSERVED = "{.status.conditions[?(@.type=='Ready')].observedGeneration}";

    private RealStack stack;
    private Capstan capstan;
    private Page page;

    @BeforeEach
    void start(TestInfo test) {
        stack = RealStack.start(test.getTestMethod().orElseThrow().getName());
        capstan = Capstan.asAdministrator(stack);
        page = new Page(stack);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void onAnEmptyClusterItMakesATrustThatLinkerdRunsOnAndThatCanBeRotated() {
        Capstan.Result setup = capstan.run("setup");
        assertThat(setup.exitCode()).as(setup.toString()).isZero();
        String old = anchor();
        assertThat(page.certificate(
                        "cert-manager", "linkerd-trust-anchor", "{.spec.renewal.policy}{.status.renewalTime}"))
                .isEqualTo("Disabled");

        try (RealMesh mesh = RealMesh.on(stack)) {
            assertThat(capstan.run("check").exitCode()).isZero();
            Capstan.Result rotation = capstan.run("rotate", "--yes", "--strategy", "prompt");

            assertThat(rotation.exitCode()).as(rotation.toString()).isZero();
            assertThat(anchor()).isNotEqualTo(old);
            assertThat(page.bundle().strip()).isEqualTo(anchor().strip());
            assertThat(mesh.probe().tally().failed()).isZero();
        }
    }

    @Test
    void onThePagesClusterItChangesNothingAndImprovesWithoutIssuingTheAnchorAgain() {
        page.setUp();
        // a renewal would keep the key; improving that must not issue anything either
        stack.shell()
                .kubectl(
                        "patch",
                        "certificate",
                        "linkerd-trust-anchor",
                        "--namespace=cert-manager",
                        "--type=merge",
                        "--patch={\"spec\":{\"privateKey\":{\"rotationPolicy\":\"Never\"}}}");
        stack.await(
                "cert-manager has seen the change",
                () -> page.certificate("cert-manager", "linkerd-trust-anchor", OBSERVED)
                        .equals(page.certificate("cert-manager", "linkerd-trust-anchor", "{.metadata.generation}")));
        stack.shell().kubectl("wait", "--for=condition=Synced", "bundle/linkerd-identity-trust-roots", "--timeout=90s");
        String anchor = anchor();
        String before = resourceVersions();

        Capstan.Result looked = capstan.run("setup");
        assertThat(looked.exitCode()).as(looked.toString()).isZero();
        assertThat(looked.out()).contains("+ spec.renewal: {\"policy\":\"Disabled\"}");
        assertThat(resourceVersions()).isEqualTo(before);

        Capstan.Result improved = capstan.run("setup", "--improve");
        assertThat(improved.exitCode()).as(improved.toString()).isZero();
        assertThat(page.secret("cert-manager", "linkerd-previous-anchor", "tls.key"))
                .isEmpty();
        stack.await(
                "cert-manager has seen the change",
                () -> page.certificate("cert-manager", "linkerd-trust-anchor", "{.status.renewalTime}")
                        .isEmpty());
        assertThat(page.certificate("cert-manager", "linkerd-trust-anchor", "{.status.revision}"))
                .isEqualTo("1");
        assertThat(page.certificate("cert-manager", "linkerd-trust-anchor", "{.spec.privateKey.rotationPolicy}"))
                .isEqualTo("Always");
        assertThat(anchor()).isEqualTo(anchor);
        assertThat(capstan.run("setup", "--improve").out()).doesNotContain("improved");
    }

    /** The dry run's YAML is taken by kubectl and by every webhook; what it cannot know yet comes with a second one. */
    @Test
    void itsDryRunCanBeAppliedByKubectl() {
        apply(capstan.run("setup", "--as-documented", "--dry-run").out());
        page.awaitRevision("linkerd", "linkerd-identity-issuer", 1);
        apply(capstan.run("setup", "--as-documented", "--dry-run").out());
        page.awaitAnchorsInBundle(1);

        Capstan.Result setup = capstan.run("setup", "--as-documented");
        assertThat(setup.exitCode()).as(setup.toString()).isZero();
        assertThat(setup.out()).doesNotContain("created");
    }

    private void apply(String yaml) {
        stack.shell().bash("kubectl apply -f - <<'YAML'\n" + yaml + "\nYAML").expectSuccess();
    }

    private String anchor() {
        return page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt");
    }

    /** Of everything that the page has made. */
    private String resourceVersions() {
        return stack.shell()
                .bash(
                        "kubectl get -A secrets,configmaps,serviceaccounts,roles,rolebindings,issuers,clusterissuers,certificates,bundles"
                                + " -o jsonpath='{range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}{\"\\n\"}{end}'"
                                + " | grep linkerd")
                .expectSuccess();
    }
}
