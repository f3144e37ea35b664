package io.capstan.cli;

import io.capstan.config.Key;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which cluster a command is about, and as whom, as far as its options say; what they leave open is as it is configured.
 *
 * @param context of the kubeconfig; empty for its current one
 * @param kubeconfig the file to read instead of those of {@code KUBECONFIG}
 * @param asUser the user to impersonate
 * @param asGroups the groups to impersonate; the API server wants a user with them
 * @param settings values that come before the configured ones
 */
public record ClusterChoice(
        Optional<String> context,
        Optional<Path> kubeconfig,
        Optional<String> asUser,
        List<String> asGroups,
        Map<Key, String> settings) {
    /** The cluster, and the user, that are configured. */
    public static final ClusterChoice CONFIGURED =
            new ClusterChoice(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Map.of());

    public ClusterChoice {
        asGroups = List.copyOf(asGroups);
        settings = Map.copyOf(settings);
    }

    /** Whether nothing is chosen that decides how the API server is reached. */
    boolean isConfiguredCluster() {
        return context.isEmpty() && kubeconfig.isEmpty() && asUser.isEmpty() && asGroups.isEmpty();
    }
}
