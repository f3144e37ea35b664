package io.capstan.executable;

import io.capstan.fixture.LoopbackTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes the AOT cache of an unpacked program by a whole {@code check}, over TLS, of the embedded cluster: so what reads,
 * judges and reports is in the cache too, not only what starts. It needs no class beyond its own and the program's; the
 * image's Dockerfile says how it is started.
 */
final class Rehearsal {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int WARNINGS = 1;

    private Rehearsal() {}

    /** @param arguments the directory into which Capstan is unpacked */
    public static void main(String... arguments) throws IOException {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Executable.Result check = train(home);
        // the page's own set-up has a warning: a check that saw anything else has not seen all of it
        if (check.exitCode() != WARNINGS || !Files.exists(cache(home))) {
            System.err.print(check.out() + check.err());
            System.err.println("the training ended with exit code " + check.exitCode() + "; expected " + WARNINGS
                    + " and " + cache(home));
            System.exit(2);
        }
        // the embedded cluster's client keeps threads
        System.exit(0);
    }

    static Executable.Result train(Path home) throws IOException {
        LoopbackTls tls = LoopbackTls.serverOf(LOOPBACK);
        Path directory = Files.createTempDirectory("rehearsal-");
        try (LiveCluster cluster = LiveCluster.afterThePage(directory);
                TlsFront front = new TlsFront(cluster.drydock().api().uri(), tls)) {
            Path kubeconfig = LiveCluster.kubeconfig(directory.resolve("tls"), front.uri(), tls.caPem());
            return new Executable(List.of(home.resolve("bin/capstan").toString()), Map.of())
                    .with("JAVA_HOME", System.getProperty("java.home"))
                    .with("CAPSTAN_TRAINING", cache(home).toString())
                    .at(kubeconfig)
                    .run("check");
        }
    }

    private static Path cache(Path home) {
        return home.resolve("capstan.aot");
    }
}
