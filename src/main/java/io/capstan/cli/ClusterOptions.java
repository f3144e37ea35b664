package io.capstan.cli;

import io.capstan.config.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options by which kubectl and linkerd say which cluster they mean, with the same names. Every command takes them,
 * before or after its name.
 */
final class ClusterOptions {
    private static final String CLUSTER = "Cluster: ";

    @Option(
            names = "--context",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = CLUSTER + "the context of the kubeconfig; its current one if not given.")
    private Optional<String> context = Optional.empty();

    @Option(
            names = "--kubeconfig",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = CLUSTER + "the file to read instead of those that KUBECONFIG names.")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--as",
            scope = ScopeType.INHERIT,
            paramLabel = "USER",
            description = CLUSTER + "the user to impersonate.")
    private Optional<String> asUser = Optional.empty();

    @Option(
            names = "--as-group",
            scope = ScopeType.INHERIT,
            paramLabel = "GROUP",
            description = CLUSTER + "a group to impersonate, together with --as; may be repeated.")
    private List<String> asGroups = new ArrayList<>();

    @Option(
            names = {"-L", "--linkerd-namespace"},
            scope = ScopeType.INHERIT,
            paramLabel = "NS",
            description = CLUSTER + "the namespace of Linkerd's control plane; capstan.linkerd-namespace if not given.")
    private Optional<String> linkerdNamespace = Optional.empty();

    ClusterChoice choice() {
        return new ClusterChoice(
                context.filter(name -> !name.isEmpty()),
                kubeconfig.filter(file -> !file.toString().isEmpty()),
                asUser.filter(user -> !user.isEmpty()),
                asGroups.stream().flatMap(ClusterOptions::groups).toList(),
                linkerdNamespace
                        .map(namespace -> Map.of(Key.LINKERD_NAMESPACE, namespace))
                        .orElse(Map.of()));
    }

    /**
     * {@code linkerd check} hands its own flags on as Go prints them: no groups at all are {@code --as-group=[]}, two are
     * {@code --as-group=[a,b]} (linkerd2, cli/cmd/check.go, getExtensionCheckFlags).
     */
    private static Stream<String> groups(String value) {
        return value.startsWith("[") && value.endsWith("]")
                ? Stream.of(value.substring(1, value.length() - 1).split(",")).filter(group -> !group.isEmpty())
                : Stream.of(value);
    }
}
