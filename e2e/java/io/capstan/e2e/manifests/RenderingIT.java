package io.capstan.e2e.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.capstan.e2e.stack.Shell;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlays of {@code k8s/} and its chart say the same. */
class RenderingIT {
    private static final String PUSHGATEWAY = "pushgateway.url=http://pushgateway.monitoring.svc:9091";

    /** The program carries these files within itself and prints them one after another. */
    @Test
    void theBaseIsPlainFilesThatNoToolChanges() {
        assertThat(Rendered.files(Path.of("k8s/base")).objects())
                .isEqualTo(Rendered.overlay("base").objects());
    }

    /** The stack's is the newest; what people have is mostly some years older. */
    @ParameterizedTest
    @ValueSource(strings = {"base", "check", "serve", "once", "pushgateway", "hold-issuer", "no-secrets", "monitoring"})
    void theKubectlOfThisMachineRendersWhatTheNewestDoes(String overlay) {
        Optional<Path> kubectl = onThePath("kubectl");
        assumeThat(kubectl).as("a kubectl on the PATH").isPresent();

        assertThat(Rendered.overlay(overlay, kubectl.orElseThrow()).objects())
                .isEqualTo(Rendered.overlay(overlay).objects());
    }

    @Test
    void theChartGivesTheBaseAsItIs() {
        assertThat(Rendered.chart().objects())
                .isEqualTo(Rendered.overlay("base").objects());
    }

    @ParameterizedTest
    @CsvSource({
        "serve, mode=serve",
        "check, mode=check",
        "pushgateway, " + PUSHGATEWAY,
        "no-secrets, settings.secrets=never"
    })
    void theChartGivesAnOverlayThatStandsInThePlaceOfTheBase(String overlay, String value) {
        assertThat(Rendered.chart(value).objects())
                .isEqualTo(Rendered.overlay(overlay).objects());
    }

    @ParameterizedTest
    @CsvSource({"once, once=true", "monitoring, monitoring.enabled=true"})
    void theChartGivesAnOverlayThatIsAppliedBesideTheBase(String overlay, String value) {
        assertThat(Rendered.chart(value).objects())
                .isEqualTo(
                        Rendered.overlay("base").and(Rendered.overlay(overlay)).objects());
    }

    /** The settings are one file, so with kustomize a person says it there. */
    @Test
    void theChartGivesTheRightToHoldTheIssuerOnlyWhereTheSettingsSayTo() {
        assertThat(Rendered.chart("settings.hold-issuer=true").objects())
                .filteredOn(object -> !object.path("kind").asText().equals("ConfigMap"))
                .containsExactlyInAnyOrderElementsOf(
                        Rendered.overlay("base").and(Rendered.overlay("hold-issuer")).objects().stream()
                                .filter(object -> !object.path("kind").asText().equals("ConfigMap"))
                                .toList());
        assertThat(Rendered.chart("settings.hold-issuer=false").objects())
                .hasSameSizeAs(Rendered.overlay("base").objects());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "serve", "check"})
    void noRightToAnySecretIsLeftWhereTheSettingsSayNeverToReadThem(String mode) {
        assertThat(Rendered.chart("settings.secrets=never", "mode=" + mode).documents())
                .filteredOn(object -> object.has("rules"))
                .isNotEmpty()
                .noneMatch(role ->
                        role.path("rules").findValues("resources").toString().contains("secrets"));
    }

    @Test
    void aNameThatIsSaidOnceIsInTheSettingsAndInTheRights() {
        String chart = Rendered.chart(
                        "names.linkerdNamespace=linkerd-prod",
                        "names.anchorCertificate=root",
                        "names.anchorSecret=root-secret",
                        "names.issuerCertificate=intermediate",
                        "names.issuerSecret=intermediate-secret",
                        "names.issuerClusterIssuer=intermediate-issuer",
                        "names.anchorIssuer=root-issuer",
                        "names.previousAnchor=former",
                        "names.bundle=roots",
                        "names.trustNamespace=trust",
                        "namespace=anchors",
                        "probeNamespace=anchors-probe",
                        "settings.hold-issuer=true",
                        "mode=serve")
                .text();

        assertThat(chart)
                .contains(
                        "anchor-certificate: root\n",
                        "issuer-certificate: intermediate\n",
                        "linkerd-namespace: linkerd-prod\n",
                        "      namespace: linkerd-prod\n",
                        "probe-namespace: anchors-probe\n",
                        "resourceNames: [root-secret, former]",
                        "resourceNames: [intermediate-secret]",
                        "resourceNames: [intermediate]\n    verbs: [patch]",
                        "resourceNames: [intermediate-issuer]",
                        "resourceNames: [root-issuer]",
                        "resourceNames: [linkerd-config, roots, capstan-rotation]");
        // what the defaults are called is nowhere left, but in comments
        assertThat(chart.replaceAll("(?m)#.*$", ""))
                .doesNotContain("linkerd-trust", "linkerd-identity", "linkerd-previous", ": linkerd\n")
                .doesNotContain("cert-manager\n", ": capstan-probe");
    }

    @Test
    void restartsAreNarrowedToNamespaces() {
        assertThat(Rendered.chart("rbac.restartNamespaces={shop,bank}").documents())
                .filteredOn(object -> object.at("/metadata/name").asText().equals("capstan-restart")
                        && object.path("kind").asText().endsWith("Binding"))
                .extracting(object -> object.path("kind").asText() + " "
                        + object.at("/metadata/namespace").asText())
                .containsExactlyInAnyOrder("RoleBinding shop", "RoleBinding bank", "RoleBinding linkerd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode=cron                        | at '/mode': value must be one of 'run', 'serve', 'check'",
                "settings.rotate-befor=30d        | at '/settings': additional properties 'rotate-befor' not allowed",
                "settings.rotate-before=soon      | at '/settings/rotate-before': 'soon' does not match pattern",
                "settings.windows[0].cron=@daily  | at '/settings/windows/0': missing property 'windowDuration'",
                "names.previousAnchor=Former      | at '/names/previousAnchor': 'Former' does not match pattern",
                "serve.replicas=0                 | at '/serve/replicas': minimum: got 0, want 1"
            })
    void theSchemaRefusesWhatTheProgramWould(String value, String message) {
        Shell.Result refused = Helm.template("--set=" + value);

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("values don't meet the specifications of the schema", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode=check;once=true              | once is a rotation, and mode check has no rights for one",
                "mode=serve;" + PUSHGATEWAY + "    | only mode run pushes, and mode is serve"
            })
    void valuesThatDoNotGoTogetherAreRefusedWithWhatToDo(String values, String message) {
        Shell.Result refused = Helm.template(Helm.set(List.of(values.split(";"))));

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains(message);
    }

    private static Optional<Path> onThePath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
