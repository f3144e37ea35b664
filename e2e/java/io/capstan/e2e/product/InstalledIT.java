package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.manifests.Helm;
import io.capstan.e2e.manifests.Rendered;
import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.Eventually;
import io.capstan.e2e.stack.RealStack;
import io.capstan.e2e.stack.Shell;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code k8s/} gives is taken by the API server, and what its pods run works. */
class InstalledIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static RealStack stack;
    private static RealMesh mesh;

    @BeforeAll
    static void start() {
        stack = RealStack.start("installed");
        mesh = RealMesh.afterThePage(stack);
        stack.shell().kubectl("apply", "-f", "e2e/prometheus-kinds.yaml");
    }

    @AfterAll
    static void stop() {
        mesh.close();
        stack.close();
    }

    /** Once, by a person: {@code capstan} and the ServiceAccounts have to be there before anything else is. */
    static Stream<Arguments> everything() {
        return Stream.of(
                overlay("base"),
                overlay("check"),
                overlay("serve"),
                overlay("once"),
                overlay("pushgateway"),
                overlay("hold-issuer"),
                overlay("no-secrets"),
                overlay("monitoring"),
                chart("mode=run"),
                chart("mode=check"),
                chart("mode=serve"),
                chart("once=true"),
                chart("settings.hold-issuer=true"),
                chart("monitoring.enabled=true"),
                chart("pushgateway.url=http://pushgateway.monitoring.svc:9091"),
                chart("rbac.restartNamespaces={emojivoto}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everything")
    void isAppliedByTheServersDryRunAndThenReallyAndAgainWithoutAChange(String name, Supplier<Rendered> rendered)
            throws IOException {
        Path file = stack.directory().resolve("manifests.yaml");
        Files.writeString(file, rendered.get().text());
        // a dry run makes no namespace, and what is in one cannot be tried without it
        Stream.of("capstan", "capstan-probe")
                .filter(namespace ->
                        stack.admin().namespaces().withName(namespace).get() == null)
                .forEach(namespace -> stack.shell().kubectl("create", "namespace", namespace));

        stack.shell().kubectl("apply", "--server-side", "--dry-run=server", "--force-conflicts", "-f", file.toString());
        String first = stack.shell().kubectl("apply", "-f", file.toString());
        String again = stack.shell().kubectl("apply", "-f", file.toString());

        assertThat(first.lines()).hasSameSizeAs(rendered.get().documents().toList());
        assertThat(again.lines()).allMatch(line -> line.endsWith(" unchanged"));
    }

    @Test
    void thePassOfTheCronJobRunsWithItsSettingsAndItsRights() {
        stack.shell().kubectl("apply", "-k", "k8s/base");
        DeployedPod pod = DeployedPod.ofCronJob(stack, "capstan", "capstan");

        Capstan.Result pass = pod.capstan().run(pod.arguments());

        assertThat(pass.err()).isEmpty();
        assertThat(pass.exitCode()).isZero();
    }

    /** Namespace capstan is held to the restricted level, so a pod that asked for more would not be made. */
    @Test
    void podsOfEachKindAreLetInByPodSecurity() {
        stack.shell().kubectl("apply", "-k", "k8s/base");
        stack.shell().kubectl("apply", "-k", "k8s/serve");
        stack.shell().kubectl("apply", "-k", "k8s/once");
        stack.shell().kubectl("create", "job", "--namespace=capstan", "--from=cronjob/capstan", "capstan-now");

        stack.shell().kubectl("rollout", "status", "deployment/capstan", "--namespace=capstan", "--timeout=60s");
        for (String job : new String[] {"capstan-now", "capstan-rotate"}) {
            stack.shell()
                    .kubectl("wait", "job", job, "--namespace=capstan", "--for=condition=complete", "--timeout=60s");
        }
        assertThat(stack.shell()
                        .kubectl(
                                "get",
                                "pods",
                                "--namespace=capstan",
                                "--output=jsonpath={.items[*].metadata.annotations.linkerd\\.io/inject}")
                        .split(" "))
                .as("no pod is meshed")
                .hasSizeGreaterThanOrEqualTo(3)
                .containsOnly("disabled");
    }

    /** The file that is mounted is the one that is read: what is set in it holds. */
    @Test
    void theMountedFileIsReadBelowTheEnvironmentAndAMistakeInItIsNamed() {
        stack.shell().kubectl("apply", "-k", "k8s/base");
        String settings = stack.admin()
                .configMaps()
                .inNamespace("capstan")
                .withName("capstan")
                .require()
                .getData()
                .getOrDefault("application.yaml", "");
        stack.admin().configMaps().inNamespace("capstan").withName("capstan").edit(configMap -> {
            configMap.getData().put("application.yaml", settings.replace("approval: automatic", "approval: perhaps"));
            return configMap;
        });
        DeployedPod pod = DeployedPod.ofCronJob(stack, "capstan", "capstan");

        Capstan.Result pass = pod.capstan().run(pod.arguments());
        Capstan.Result overridden =
                pod.capstan().with(Map.of("CAPSTAN_APPROVAL", "automatic")).run(pod.arguments());

        stack.shell().kubectl("apply", "-k", "k8s/base");
        assertThat(pass.exitCode()).isEqualTo(64);
        assertThat(pass.err().strip()).isEqualTo("capstan.approval is 'perhaps'; allowed is automatic, manual");
        assertThat(overridden.exitCode()).as(overridden.err()).isZero();
    }

    @Test
    void theCheckOfTheReadingCronJobRuns() {
        stack.shell().kubectl("apply", "-k", "k8s/check");
        DeployedPod pod = DeployedPod.ofCronJob(stack, "capstan", "capstan");

        Capstan.Result check = pod.capstan().run(pod.arguments());

        assertThat(pod.template().getSpec().getServiceAccountName()).isEqualTo("capstan-check");
        assertThat(check.err()).isEmpty();
        assertThat(check.out()).contains("Status check results are").doesNotContain("skipped");
        assertThat(check.exitCode()).isEqualTo(1);
    }

    /** Namespace capstan-probe lets privileged pods in, so the right to create one there must not be worth more than a dry run. */
    @Test
    void noPodCanBeMadeWhereDryRunsAreNotEvenByAnAdministrator() {
        stack.shell().kubectl("apply", "-k", "k8s/base");
        String pod = "kubectl run any --namespace=capstan-probe --image=any";

        stack.await(
                "the policy holds",
                () -> stack.shell()
                                .bash(pod + " && kubectl delete pod any --namespace=capstan-probe --now")
                                .exitCode()
                        != 0);
        assertThat(stack.shell().bash(pod).err()).contains("pods are created here by dry run only");
        assertThat(stack.shell().bash(pod + " --dry-run=server").exitCode()).isZero();
        assertThat(stack.shell().kubectl("get", "pods", "--namespace=capstan-probe", "--output=name"))
                .isEmpty();
    }

    @Test
    void theJobForOneRotationPassesItsOwnUidSoThatARetriedPodDoesNotRotateTwice() {
        stack.shell().kubectl("apply", "-k", "k8s/base");
        stack.shell().kubectl("delete", "job", "capstan-rotate", "--namespace=capstan", "--ignore-not-found");
        stack.shell().kubectl("apply", "-k", "k8s/once");
        DeployedPod pod = DeployedPod.ofJob(stack, "capstan", "capstan-rotate");
        Page page = new Page(stack);
        String old = page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt");

        Capstan.Result rotation = pod.capstan().run(pod.arguments());
        String current = page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt");
        Capstan.Result retried = pod.capstan().run(pod.arguments());

        assertThat(rotation.exitCode()).as(rotation.out() + rotation.err()).isZero();
        assertThat(current).isNotEqualTo(old);
        assertThat(retried.exitCode()).isZero();
        assertThat(retried.out())
                .contains("request "
                        + stack.admin()
                                .batch()
                                .v1()
                                .jobs()
                                .inNamespace("capstan")
                                .withName("capstan-rotate")
                                .require()
                                .getMetadata()
                                .getUid()
                        + " was completed already");
        assertThat(page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt"))
                .isEqualTo(current);
    }

    /** A new Job at each upgrade would be a new rotation at each upgrade. */
    @Test
    void theChartSaysBeforehandThatItsJobStandsInTheWayOfAnotherImage() {
        stack.shell().kubectl("delete", "job", "capstan-rotate", "--namespace=capstan", "--ignore-not-found");
        String notes = Helm.upgrade(stack.shell(), "--set=once=true").expectSuccess();

        Shell.Result settings = Helm.upgrade(stack.shell(), "--set=once=true", "--set=settings.approval=manual");
        Shell.Result image = Helm.upgrade(stack.shell(), "--set=once=true", "--set=image.tag=next");
        Shell.Result without = Helm.upgrade(stack.shell(), "--set=once=false", "--set=image.tag=next");

        assertThat(notes)
                .contains("job/capstan-rotate\n")
                .contains("an upgrade to another image or other resources fails");
        assertThat(settings.exitCode()).as(settings.err()).isZero();
        assertThat(image.exitCode()).isNotZero();
        assertThat(image.err()).contains("capstan-rotate", "field is immutable");
        assertThat(without.exitCode()).as(without.err()).isZero();
        assertThat(without.out()).doesNotContain("job/capstan-rotate\n");
    }

    @Test
    void serveAnswersItsProbesAndIsScrapedWhereTheServiceSays() throws Exception {
        stack.shell().kubectl("apply", "-k", "k8s/serve");
        DeployedPod pod = DeployedPod.ofDeployment(stack, "capstan", "capstan");
        Served served = Served.somewhere();

        try (Capstan.Running serve = pod.capstan().with(served.settings()).start(pod.arguments())) {
            for (Probe probe : new Probe[] {
                pod.container().getStartupProbe(),
                pod.container().getReadinessProbe(),
                pod.container().getLivenessProbe()
            }) {
                HTTPGetAction action = probe.getHttpGet();
                assertThat(action.getPort().getStrVal())
                        .isEqualTo(pod.container().getPorts().get(0).getName());
                Eventually.until(
                        action.getPath() + " answers 200",
                        LIMIT,
                        () -> served.get(action.getPath()).statusCode() == 200);
            }
            String path = stack.admin()
                    .services()
                    .inNamespace("capstan")
                    .withName("capstan")
                    .require()
                    .getMetadata()
                    .getAnnotations()
                    .getOrDefault("prometheus.io/path", "");
            Eventually.until(
                    "a pass has succeeded",
                    LIMIT,
                    () -> served.get(path).body().contains("\ncapstan_pass_last_success_timestamp_seconds"));
            assertThat(serve.out()).isNotEmpty();
        }
    }

    private static Arguments overlay(String name) {
        return Arguments.of("k8s/" + name, (Supplier<Rendered>) () -> Rendered.overlay(name));
    }

    private static Arguments chart(String value) {
        return Arguments.of("chart " + value, (Supplier<Rendered>) () -> Rendered.chart(value));
    }
}
