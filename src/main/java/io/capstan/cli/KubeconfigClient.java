package io.capstan.cli;

import io.capstan.cluster.ClusterException;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A client for a cluster that options choose, from the kubeconfig alone: the settings {@code quarkus.kubernetes-client.*}
 * are about the configured one.
 */
final class KubeconfigClient {
    private KubeconfigClient() {}

    /** @throws ClusterException if there is no such kubeconfig, or no such context in it */
    static KubernetesClient of(ClusterChoice choice, KubernetesSerialization serialization) {
        return new KubernetesClientBuilder()
                .withConfig(config(choice))
                .withKubernetesSerialization(serialization)
                .build();
    }

    static Config config(ClusterChoice choice) {
        choice.kubeconfig().filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new ClusterException("--kubeconfig is " + file + "; expected a file that can be read");
        });
        Config config = read(choice);
        choice.context().ifPresent(context -> require(context, config));
        choice.asUser().ifPresent(config::setImpersonateUsername);
        if (!choice.asGroups().isEmpty()) {
            config.setImpersonateGroups(choice.asGroups().toArray(String[]::new));
        }
        return config;
    }

    private static Config read(ClusterChoice choice) {
        String context = choice.context().orElse(null);
        if (choice.kubeconfig().isEmpty()) {
            return Config.autoConfigure(context);
        }
        Path file = choice.kubeconfig().get();
        try {
            return Config.fromKubeconfig(context, file.toFile());
        } catch (RuntimeException e) {
            // its YAML reader's exceptions come through, and those of what it makes of the tree
            throw new ClusterException("--kubeconfig is " + file + "; expected a kubeconfig: " + e.getMessage(), e);
        }
    }

    /** The client would take the current context instead, and a rotation would begin in the wrong cluster. */
    private static void require(String context, Config config) {
        List<String> known = Optional.ofNullable(config.getContexts()).orElse(List.of()).stream()
                .map(NamedContext::getName)
                .sorted()
                .toList();
        if (!known.contains(context)) {
            throw new ClusterException("--context is '" + context + "'; the kubeconfig has "
                    + (known.isEmpty() ? "no contexts" : String.join(", ", known)));
        }
    }
}
