package io.capstan.cli;

import io.capstan.config.Nearest;
import io.capstan.window.Quoted;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How much of the data plane a command shows. As for {@code linkerd check}, and unlike for kubectl, that is all of it unless
 * a namespace is named: trust is one for the whole mesh, and the context's own namespace says nothing about it.
 */
final class MeshScope {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Show no more of the data plane than the workloads of this namespace.")
    private Optional<String> namespace = Optional.empty();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Show the data plane of every namespace (the default).")
    private boolean everywhere;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** Empty for every namespace. */
    Optional<String> namespace() {
        Optional<String> named = namespace.filter(name -> !name.isEmpty());
        if (everywhere && named.isPresent()) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--namespace is '" + named.get() + "' and --all-namespaces is given too; expected one of them");
        }
        return named;
    }

    /** @throws WrongUsageException if there is no {@code namespace}: nothing of it would be shown, and all would look well */
    static void requireThere(String namespace, Workbench bench) {
        Set<String> there = bench.observer().namespaces();
        if (!there.contains(namespace)) {
            throw new WrongUsageException("--namespace is " + Quoted.of(namespace) + "; there is no such namespace"
                    + Nearest.to(namespace, there)
                            .map(other -> "; did you mean " + other + "?")
                            .orElse(""));
        }
    }
}
