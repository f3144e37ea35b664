package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code install} and {@code uninstall}. */
class OwnManifestsTest {
    private static final String IMAGE = "registry.example:5000/capstan@sha256:0123";

    private final Shell shell = Shell.withoutCluster().as(Invocation.LINKERD);

    @Test
    void installPrintsObjectsThatKubectlCanApplyInTheirOrder() {
        List<HasMetadata> objects = installed();
        assertThat(objects).hasSizeGreaterThan(15);
        assertThat(objects.get(0)).isInstanceOf(Namespace.class);
        CronJob pass = (CronJob)
                objects.stream().filter(CronJob.class::isInstance).findFirst().orElseThrow();
        assertThat(pass.getSpec()
                        .getJobTemplate()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers())
                .singleElement()
                .satisfies(container -> assertThat(container.getImage()).isEqualTo(IMAGE));
    }

    @Test
    void oneNamespaceIsLabelledAsLinkerdFindsExtensions() {
        assertThat(installed())
                .filteredOn(object -> labels(object).containsKey("linkerd.io/extension"))
                .singleElement()
                .satisfies(namespace -> {
                    assertThat(namespace).isInstanceOf(Namespace.class);
                    assertThat(labels(namespace)).containsEntry("linkerd.io/extension", "capstan");
                });
    }

    @Test
    void uninstallNamesTheSameObjectsTheOtherWayRound() {
        List<String> installed = names(installed());
        assertThat(shell.run("uninstall")).isZero();
        List<String> uninstalled = new ArrayList<>(names(objects(shell.out())));
        Collections.reverse(uninstalled);
        assertThat(uninstalled).isEqualTo(installed);
    }

    @Test
    void uninstallTakesNothingOfTheClustersTrust() {
        shell.run("uninstall");
        assertThat(objects(shell.out())).allSatisfy(object -> {
            assertThat(object.getKind()).isNotIn("Certificate", "Bundle", "Secret", "Issuer", "ClusterIssuer");
            assertThat(object.getMetadata().getName()).startsWith("capstan");
        });
    }

    @Test
    void installSaysSoWhereItIsToldNoImage() {
        assertThat(shell.run("install")).isZero();
        assertThat(shell.err()).contains("no --image is given");
        assertThat(shell.run("install", "--image", "two words")).isEqualTo(64);
        assertThat(shell.err()).contains("--image is 'two words'; expected a reference such as");
    }

    private List<HasMetadata> installed() {
        assertThat(shell.run("install", "--image", IMAGE)).isZero();
        assertThat(shell.err()).isEmpty();
        return objects(shell.out());
    }

    private static List<HasMetadata> objects(String yaml) {
        return Stream.of(yaml.split("(?m)^---$"))
                .map(document -> (HasMetadata) new KubernetesSerialization().unmarshal(document))
                .toList();
    }

    private static List<String> names(List<HasMetadata> objects) {
        List<String> names = objects.stream()
                .map(object -> object.getApiVersion() + " " + object.getKind() + " "
                        + object.getMetadata().getNamespace() + "/"
                        + object.getMetadata().getName())
                .toList();
        assertThat(Set.copyOf(names)).hasSameSizeAs(names);
        return names;
    }

    private static Map<String, String> labels(HasMetadata object) {
        return object.getMetadata().getLabels() == null
                ? Map.of()
                : object.getMetadata().getLabels();
    }
}
