package io.capstan.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Says what a person waits for while the client reads a kubeconfig: it runs the exec plugin that is named there without a
 * word. As for kubectl it may take as long as it likes, since it may wait for a person who logs in elsewhere.
 */
final class PluginWatch implements AutoCloseable {
    static final Duration USUAL = Duration.ofSeconds(5);

    private final CompletableFuture<Void> word;

    /** @param patience after which {@code complaints} is given a line, unless this is closed by then */
    PluginWatch(Duration patience, Consumer<String> complaints) {
        this(CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS), complaints);
    }

    /** @param later runs what it is given once the patience is over */
    PluginWatch(Executor later, Consumer<String> complaints) {
        this.word = CompletableFuture.runAsync(
                () -> ProcessHandle.current().children().map(PluginWatch::text).forEach(complaints), later);
    }

    /** Its command alone: the arguments may hold a password. */
    private static String text(ProcessHandle plugin) {
        return "still waiting for " + plugin.info().command().orElse("a program") + " (process " + plugin.pid()
                + "), which the kubeconfig has run for credentials; if it hangs, end it, and run it by hand to see why";
    }

    @Override
    public void close() {
        word.cancel(false);
    }
}
