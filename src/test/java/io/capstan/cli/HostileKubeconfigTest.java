package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cluster.ClusterException;
import io.capstan.hostile.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is to be a kubeconfig, and is none. */
class HostileKubeconfigTest {
    private static final String WELL = """
            apiVersion: v1
            kind: Config
            clusters:
              - {name: here, cluster: {server: "http://127.0.0.1:1"}}
            contexts:
              - {name: here, context: {cluster: here, user: nobody}}
            users:
              - {name: nobody, user: {}}
            current-context: here
            """;

    @Test
    void isNamedInOneLine(@TempDir Path directory) {
        Path file = directory.resolve("kubeconfig");
        Fuzz.rounds(300, dice -> {
            String text = dice.oneIn(3)
                    ? dice.of("", "\0", "a: [", "- x", "{}", "clusters: 5", "<html>", "contexts: [{}]", dice.text())
                    : dice.damaged(WELL);
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            try {
                assertThat(KubeconfigClient.config(choice(file))).isNotNull();
            } catch (ClusterException e) {
                assertThat(e).hasMessageStartingWith("--kubeconfig is " + file + "; expected a ");
            }
        });
    }

    private static ClusterChoice choice(Path file) {
        return new ClusterChoice(Optional.empty(), Optional.of(file), Optional.empty(), List.of(), Map.of());
    }
}
