package io.capstan.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Runs the reads of one observation side by side; closing it gives up those that still run. */
final class Concurrently implements AutoCloseable {
    private final List<CompletableFuture<?>> all = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(read -> {
        Thread thread = new Thread(read, "capstan-observe");
        thread.setDaemon(true);
        return thread;
    });

    <T> CompletableFuture<T> start(Supplier<T> read) {
        CompletableFuture<T> started = CompletableFuture.supplyAsync(read, threads);
        all.add(started);
        return started;
    }

    /**
     * What {@code made} makes of the reads.
     *
     * @throws ClusterException of one read; where it lacks a right, with those that the others lack
     */
    <T> T together(Supplier<T> made) {
        try {
            return made.get();
        } catch (ClusterException e) {
            throw e.isForbidden() ? e.with(failures()) : e;
        }
    }

    private List<ClusterException> failures() {
        List<ClusterException> failures = new ArrayList<>();
        for (CompletableFuture<?> read : all) {
            try {
                resultOf(read);
            } catch (ClusterException e) {
                if (e.isInterruption()) {
                    throw e;
                }
                failures.add(e);
            }
        }
        return failures;
    }

    /** @throws ClusterException or whatever else the read has thrown */
    static <T> T resultOf(CompletableFuture<T> read) {
        try {
            return read.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while reading the cluster", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
