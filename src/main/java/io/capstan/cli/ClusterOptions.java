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

    /**
     * @param invocation as what the program was started: linkerd hands its own flags on, those that nobody gave as empty ones
     * @throws WrongUsageException if a person's option is empty: another cluster than the one that was meant might be taken
     */
    ClusterChoice choice(Invocation invocation) {
        if (invocation != Invocation.LINKERD) {
            requireText("--context", context);
            requireText("--kubeconfig", kubeconfig.map(Path::toString));
            requireText("--as", asUser);
            requireText("--linkerd-namespace", linkerdNamespace);
        }
        return new ClusterChoice(
                context.filter(name -> !name.isEmpty()),
                kubeconfig.filter(file -> !file.toString().isEmpty()),
                asUser.filter(user -> !user.isEmpty()),
                asGroups.stream().flatMap(ClusterOptions::groups).toList(),
                linkerdNamespace
                        .filter(namespace -> !namespace.isEmpty())
                        .map(namespace -> Map.of(Key.LINKERD_NAMESPACE, namespace))
                        .orElse(Map.of()));
    }

    private static void requireText(String option, Optional<String> value) {
        value.filter(String::isBlank).ifPresent(empty -> {
            throw new WrongUsageException(option + " is empty; expected a name, or no " + option + " at all");
        });
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
