package io.capstan.executable;

import io.capstan.drydock.Drydock;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The embedded cluster for a process, which knows it by a kubeconfig alone. Its time stands still. */
final class LiveCluster implements AutoCloseable {
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Drydock drydock;
    private final Path kubeconfig;
    private volatile @Nullable KubernetesClientException lost;
    private final ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "drydock-time");
        thread.setDaemon(true);
        return thread;
    });

    private LiveCluster(Drydock drydock, Path kubeconfig) {
        this.drydock = drydock;
        this.kubeconfig = kubeconfig;
    }

    /**
     * A cluster as the page leaves it.
     *
     * @param directory for its kubeconfig
     */
    static LiveCluster afterThePage(Path directory) {
        Drydock drydock = Drydock.afterThePage();
        return new LiveCluster(
                drydock,
                kubeconfig(directory.resolve("kubeconfig"), drydock.api().uri()));
    }

    /** From now on time runs by itself, up to seventy-five times as fast as the wall clock: a process cannot move it. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with its executor
    LiveCluster inFastMotion() {
        time.scheduleWithFixedDelay(this::step, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** A step that Capstan was faster than, with the same object, is made good by the next: programs take their turns again. */
    private void step() {
        try {
            drydock.world().advance(STEP);
        } catch (KubernetesClientException e) {
            lost = e;
        }
    }

    /** A kubeconfig, without credentials, for whatever listens at {@code server}. @return {@code file} */
    static Path kubeconfig(Path file, URI server) {
        return kubeconfig(file, "server: \"" + server + "\"");
    }

    /** The same, for a server whose certificate {@code caPem} vouches for. */
    static Path kubeconfig(Path file, URI server, String caPem) {
        String ca = Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.US_ASCII));
        return kubeconfig(file, "server: \"" + server + "\", certificate-authority-data: " + ca);
    }

    private static Path kubeconfig(Path file, String cluster) {
        try {
            return Files.writeString(file, """
                    apiVersion: v1
                    kind: Config
                    clusters:
                      - {name: drydock, cluster: {%s}}
                    contexts:
                      - {name: drydock, context: {cluster: drydock, user: nobody}}
                    users:
                      - {name: nobody, user: {}}
                    current-context: drydock
                    """.formatted(cluster));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    Drydock drydock() {
        return drydock;
    }

    /** The last write that the cluster's own programs lost against Capstan's. */
    Optional<KubernetesClientException> lost() {
        return Optional.ofNullable(lost);
    }

    @Override
    public void close() {
        time.shutdownNow();
        drydock.close();
    }
}
