package io.capstan.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a command: says which there are. */
@Command(
        name = "capstan",
        mixinStandardHelpOptions = true,
        version = "capstan 0.1.0",
        description = "Keeps the mTLS credentials of Linkerd's control plane fresh.")
public final class CapstanCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "name a command: check, plan, rotate, status or history");
    }
}
