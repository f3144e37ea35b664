package io.capstan.cli;

import io.capstan.cluster.ClusterException;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
            return configured(() -> Config.autoConfigure(context));
        }
        Path file = choice.kubeconfig().get();
        return reading("--kubeconfig is " + file, List.of(file), () -> Config.fromKubeconfig(context, file.toFile()));
    }

    /** What {@code read} makes of the files of KUBECONFIG, or of the usual one. */
    static <T> T configured(Supplier<T> read) {
        Optional<String> variable =
                Optional.ofNullable(System.getenv("KUBECONFIG")).filter(value -> !value.isBlank());
        if (variable.isEmpty()) {
            Path usual = Path.of(System.getProperty("user.home"), ".kube", "config");
            return reading("no KUBECONFIG is set", List.of(usual), read);
        }
        String given = "KUBECONFIG is " + variable.get();
        List<Path> files = Stream.of(variable.get().split(File.pathSeparator))
                .map(Path::of)
                .toList();
        if (!files.isEmpty() && files.stream().noneMatch(Files::isReadable)) {
            // the client would go on without, as in a pod
            throw new ClusterException(given + "; expected at least one file that can be read");
        }
        return reading(given, files, read);
    }

    /** Neither the YAML reader's words nor those of what makes a kubeconfig of its tree: they quote what they met. */
    private static <T> T reading(String given, List<Path> files, Supplier<T> read) {
        try {
            return read.get();
        } catch (RuntimeException e) {
            String mistake = YamlFile.mistake(files).orElse(files.get(0) + " has members that no kubeconfig has");
            throw new ClusterException(given + "; expected a kubeconfig: " + mistake, e);
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
