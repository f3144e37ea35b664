package io.capstan.e2e.manifests;

import io.capstan.e2e.stack.Programs;
import io.capstan.e2e.stack.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The program that {@code e2e/chart/helm} has built, and the chart of {@code k8s/chart}. */
public final class Helm {
    private static final Path PROGRAM =
            Path.of(System.getProperty("capstan.e2e.helm", "target/e2e/helm"), "bin", "helm");

    private Helm() {}

    /** {@code helm template} with these options. */
    public static Shell.Result template(String... options) {
        return run(new Shell(Programs.built(), Path.of("/dev/null")), "template", options);
    }

    /** {@code helm upgrade --install} with these options, in a cluster; also over what {@code kubectl} has applied. */
    public static Shell.Result upgrade(Shell shell, String... options) {
        return run(shell, "upgrade", join(List.of("--install", "--take-ownership"), options));
    }

    private static Shell.Result run(Shell shell, String command, String... options) {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IllegalStateException("no " + PROGRAM + "; make it with: e2e/chart/helm target/e2e/helm");
        }
        return shell.run(List.of(join(List.of(PROGRAM.toString(), command, "capstan", "k8s/chart"), options)));
    }

    private static String[] join(List<String> first, String... rest) {
        return Stream.concat(first.stream(), Stream.of(rest)).toArray(String[]::new);
    }

    /** What {@code --set} takes, for each of {@code values}. */
    public static String[] set(List<String> values) {
        return values.stream().map(value -> "--set=" + value).toArray(String[]::new);
    }
}
