package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rights that {@code k8s/} grants, as files that people read before they apply them. */
class GrantedRightsTest {
    private static final String RULE = "  - apiGroups:";

    static Stream<Path> files() {
        return Stream.concat(rbac("k8s/chart/templates"), plainFiles());
    }

    @ParameterizedTest
    @MethodSource("files")
    void sayAtEveryRuleWhatItIsFor(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);

        assertThat(lines).anyMatch(line -> line.startsWith(RULE));
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).startsWith(RULE)) {
                assertThat(lines.get(line - 1)).as(file + ":" + (line + 1)).startsWith("  # ");
            }
        }
    }

    @Test
    void haveNoSecretInTheWholeClusterAndNoSecretWithoutAName() {
        assertThat(objects())
                .isNotEmpty()
                .allSatisfy(object -> assertThat(rules(object))
                        .filteredOn(rule -> rule.getResources().contains("secrets"))
                        .allSatisfy(rule -> {
                            assertThat(object).isNotInstanceOf(ClusterRole.class);
                            assertThat(rule.getResourceNames()).isNotEmpty();
                        }));
    }

    @Test
    void haveNoWildcardsAndNoRightToDelete() {
        assertThat(objects().stream().flatMap(object -> rules(object).stream()))
                .isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(rule.getApiGroups()).doesNotContain("*");
                    assertThat(rule.getResources()).doesNotContain("*");
                    assertThat(rule.getVerbs()).doesNotContain("*", "delete", "deletecollection");
                });
    }

    private static List<HasMetadata> objects() {
        return plainFiles()
                .flatMap(file -> Stream.of(text(file).split("(?m)^---$")))
                .map(document -> (HasMetadata) Serialization.unmarshal(document))
                .toList();
    }

    private static List<PolicyRule> rules(HasMetadata object) {
        if (object instanceof ClusterRole role) {
            return role.getRules();
        }
        return object instanceof Role role ? role.getRules() : List.of();
    }

    private static Stream<Path> plainFiles() {
        return Stream.of("k8s/base", "k8s/serve", "k8s/hold-issuer").flatMap(GrantedRightsTest::rbac);
    }

    private static Stream<Path> rbac(String directory) {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.filter(file -> file.getFileName().toString().startsWith("rbac-")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
