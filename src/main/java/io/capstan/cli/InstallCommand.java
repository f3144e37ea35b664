package io.capstan.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what runs Capstan in the cluster. Writes nothing, and asks no cluster. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the manifests that run Capstan in the cluster, for kubectl apply: those of k8s/base.",
            "They are for the names of Linkerd's documentation; where yours differ, start from the files."
        },
        footer = {
            "",
            "Example: ${ROOT-COMMAND-NAME} install --image registry.example/capstan:0.1.0 | kubectl apply -f -"
        })
public final class InstallCommand implements Callable<Integer> {
    private static final String NONE = "capstan:latest";

    private final Console console;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "The image to run. None is published: build one from src/main/docker.")
    private Optional<String> image = Optional.empty();

    @Spec
    private @Nullable CommandSpec spec;

    public InstallCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (image.isEmpty()) {
            console.complain(
                    "no --image is given; the manifests name " + NONE + ", which every node has to have already");
        }
        String named = image.orElse(NONE);
        if (!named.matches("[A-Za-z0-9][A-Za-z0-9._/:@-]*")) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--image is '" + named + "'; expected a reference such as registry.example/capstan:0.1.0");
        }
        console.print(OwnManifests.toApply(named));
        return ExitCode.OK;
    }
}
