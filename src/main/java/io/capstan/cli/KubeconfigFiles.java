package io.capstan.cli;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.capstan.cluster.ClusterException;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The files that a kubeconfig is read from.
 *
 * @param given who says so, for messages: {@code KUBECONFIG is /home/me/blue}
 */
record KubeconfigFiles(String given, List<Path> files) {
    KubeconfigFiles {
        files = List.copyOf(files);
    }

    /** @throws WrongUsageException if there is no such file */
    static KubeconfigFiles ofOption(Path file) {
        if (!isReadable(file)) {
            throw new WrongUsageException("--kubeconfig is " + file + "; expected a file that can be read");
        }
        return new KubeconfigFiles("--kubeconfig is " + file, List.of(file));
    }

    /**
     * Those of KUBECONFIG, or the usual one.
     *
     * @throws ClusterException if KUBECONFIG names nothing that is there: the client would go on without, as in a pod
     */
    static KubeconfigFiles configured() {
        List<Path> files =
                Config.getKubeconfigFilenames().stream().map(Path::of).toList();
        Optional<String> variable =
                Optional.ofNullable(System.getenv("KUBECONFIG")).filter(value -> !value.isBlank());
        if (variable.isEmpty()) {
            return new KubeconfigFiles("no KUBECONFIG is set", files);
        }
        String given = "KUBECONFIG is " + variable.get();
        if (files.stream().noneMatch(KubeconfigFiles::isReadable)) {
            throw new ClusterException(given + "; expected at least one file that can be read");
        }
        return new KubeconfigFiles(given, files);
    }

    /**
     * What {@code read} makes of them, about {@code context} if it is given.
     *
     * @throws ClusterException if they are no kubeconfig, or lead to no cluster, or to no credentials where they name some
     * @throws WrongUsageException if there is no such context: the client would take the current one, and a rotation would
     *     begin in the wrong cluster
     */
    Config read(Optional<String> context, Supplier<Config> read) {
        try (Overheard overheard = Overheard.of(KubeConfigUtils.class)) {
            Config config = read(read);
            context.ifPresent(name -> require(name, config));
            if (leadsNowhere(config)) {
                throw new ClusterException(nowhere());
            }
            KubeconfigUser.of(config)
                    .flatMap(user -> user.complete(config, overheard))
                    .ifPresent(mistake -> {
                        throw new ClusterException(mistake);
                    });
            return config;
        }
    }

    private Config read(Supplier<Config> read) {
        try {
            return read.get();
        } catch (RuntimeException e) {
            throw new ClusterException(mistake(e), e);
        }
    }

    private void require(String context, Config config) {
        List<String> known = Optional.ofNullable(config.getContexts()).orElse(List.of()).stream()
                .map(NamedContext::getName)
                .sorted()
                .toList();
        if (!known.contains(context)) {
            throw new WrongUsageException("--context is '" + context + "'; "
                    + (known.isEmpty()
                            ? "there are no contexts in " + names()
                            : "the kubeconfig has " + String.join(", ", known)));
        }
    }

    /** The client has an address for that, which is good in a pod alone; there it has a token too. */
    private static boolean leadsNowhere(Config config) {
        return config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)
                && Optional.ofNullable(config.getAutoOAuthToken()).isEmpty()
                && Optional.ofNullable(config.getOauthToken()).isEmpty();
    }

    private String nowhere() {
        return files.stream().anyMatch(KubeconfigFiles::isReadable)
                ? given + "; expected a current-context that leads to a cluster; set it, or give --context"
                : "no kubeconfig was found: KUBECONFIG is not set, there is no " + names()
                        + ", and this is no pod with a ServiceAccount; set KUBECONFIG, or give --kubeconfig FILE";
    }

    /** Neither the YAML reader's words nor those of what makes a kubeconfig of its tree: they quote what they met. */
    private String mistake(RuntimeException e) {
        Optional<String> mistake = YamlFile.mistake(files)
                .or(() -> member(e).map(at -> names() + " has at " + at + " what no kubeconfig has there"));
        if (mistake.isEmpty() && e instanceof IllegalArgumentException) {
            return "the connection to a cluster cannot be configured ("
                    + e.getClass().getSimpleName()
                    + "); expected numbers and versions of TLS where variables KUBERNETES_* are such: correct or unset them";
        }
        return given + "; expected a kubeconfig: " + mistake.orElse(names() + " leads to no cluster");
    }

    private static Optional<String> member(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonMappingException mapping) {
                return Optional.of(mapping.getPath().stream()
                        .map(part -> Objects.requireNonNullElse(part.getFieldName(), "[" + part.getIndex() + "]"))
                        .collect(Collectors.joining("."))
                        .replace(".[", "["));
            }
        }
        return Optional.empty();
    }

    private String names() {
        return files.stream().map(Path::toString).collect(Collectors.joining(" or "));
    }

    private static boolean isReadable(Path file) {
        return Files.isReadable(file) && !Files.isDirectory(file);
    }
}
