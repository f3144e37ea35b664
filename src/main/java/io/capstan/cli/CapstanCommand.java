package io.capstan.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a command: says which there are. */
@Command(
        name = "capstan",
        mixinStandardHelpOptions = true,
        version = "capstan 0.1.0",
        description = "Keeps the mTLS credentials of Linkerd's control plane fresh.",
        footer = {"", "Example: ${ROOT-COMMAND-NAME} check"})
public final class CapstanCommand implements Runnable {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** Which cluster the options of this command line choose, once they are read: see {@link ClusterOptions#choice}. */
    ClusterChoice cluster(Invocation invocation) {
        return cluster.choice(invocation);
    }

    @Override
    public void run() {
        CommandSpec command = Objects.requireNonNull(spec);
        throw new ParameterException(
                command.commandLine(), "name a command; " + command.qualifiedName() + " --help lists them");
    }
}
