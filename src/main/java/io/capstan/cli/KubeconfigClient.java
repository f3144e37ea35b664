package io.capstan.cli;

import io.capstan.cluster.ClusterException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import java.util.function.Supplier;

/** Clients for the cluster that is configured, and for one that options choose. */
final class KubeconfigClient {
    private KubeconfigClient() {}

    /**
     * @param config as it is configured
     * @param client made of it
     * @throws ClusterException if there is no kubeconfig, or one that is of no use
     */
    static KubernetesClient configured(Supplier<Config> config, Supplier<KubernetesClient> client) {
        return made(KubeconfigFiles.configured().read(Optional.empty(), config), client);
    }

    /**
     * From the kubeconfig alone: the settings {@code quarkus.kubernetes-client.*} are about the configured cluster.
     *
     * @throws WrongUsageException if there is no such kubeconfig, or no such context in it
     * @throws ClusterException if there is no kubeconfig, or one that is of no use
     */
    static KubernetesClient of(ClusterChoice choice, KubernetesSerialization serialization) {
        Config config = config(choice);
        return made(
                config,
                () -> new KubernetesClientBuilder()
                        .withConfig(config)
                        .withKubernetesSerialization(serialization)
                        .build());
    }

    static Config config(ClusterChoice choice) {
        Config config = read(choice);
        choice.asUser().ifPresent(config::setImpersonateUsername);
        if (!choice.asGroups().isEmpty()) {
            config.setImpersonateGroups(choice.asGroups().toArray(String[]::new));
        }
        return config;
    }

    private static Config read(ClusterChoice choice) {
        String context = choice.context().orElse(null);
        return choice.kubeconfig()
                .map(file -> KubeconfigFiles.ofOption(file)
                        .read(choice.context(), () -> Config.fromKubeconfig(context, file.toFile())))
                .orElseGet(
                        () -> KubeconfigFiles.configured().read(choice.context(), () -> Config.autoConfigure(context)));
    }

    private static KubernetesClient made(Config config, Supplier<KubernetesClient> client) {
        try {
            return client.get();
        } catch (RuntimeException e) {
            throw ConnectionFiles.mistake(config)
                    .<RuntimeException>map(mistake -> new ClusterException(mistake, e))
                    .orElse(e);
        }
    }
}
