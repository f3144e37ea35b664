package io.capstan.serve;

import io.capstan.cluster.ClusterException;
import io.capstan.pass.Turn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Passes, never two at a time, as long as they are allowed. One that is stopped is interrupted, at its sleep or at its next
 * request: what it has begun goes on in the cluster, and whoever passes next goes on from there.
 */
public final class Passes {
    private final OnePass pass;
    private final Vitals vitals;
    private final Scraped metrics;
    private final Consumer<String> complaints;
    private boolean allowed;
    private Optional<Thread> running = Optional.empty();

    /** What a pass is. */
    @FunctionalInterface
    public interface OnePass {
        /**
         * @param watcher is told of each turn
         * @throws ClusterException if the cluster could not be read or written
         */
        void run(Consumer<Turn> watcher) throws InterruptedException;
    }

    /** @param complaints takes a line for each pass that did not come to its end */
    public Passes(OnePass pass, Vitals vitals, Scraped metrics, Consumer<String> complaints) {
        this.pass = pass;
        this.vitals = vitals;
        this.metrics = metrics;
        this.complaints = complaints;
    }

    /** Runs one, unless none is allowed or one goes on. Of failures only bugs are thrown on; the next pass comes anyway. */
    void runOne() {
        if (!begin()) {
            return;
        }
        try {
            vitals.begun();
            pass.run(turn -> vitals.turned());
            vitals.succeeded();
        } catch (InterruptedException e) {
            stopped();
        } catch (RuntimeException e) {
            if (isAllowed()) {
                failed(e);
            } else {
                stopped();
            }
        } finally {
            end();
        }
    }

    synchronized void allow() {
        allowed = true;
    }

    /** Interrupts the one that goes on, if one does, and lets none begin. */
    synchronized void stop() {
        if (allowed) {
            allowed = false;
            running.ifPresent(Thread::interrupt);
        }
    }

    /** @return whether none goes on any more, at the latest after {@code limit} */
    synchronized boolean awaitEnd(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (running.isPresent()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private synchronized boolean isAllowed() {
        return allowed;
    }

    private synchronized boolean begin() {
        boolean begins = allowed && running.isEmpty();
        if (begins) {
            running = Optional.of(Thread.currentThread());
        }
        return begins;
    }

    /** The thread is not ours: an interruption that came too late for the pass must not meet what it does next. */
    private synchronized void end() {
        running = Optional.empty();
        Thread.interrupted();
        notifyAll();
    }

    private void stopped() {
        complaints.accept("pass stopped: another pass goes on from what the cluster looks like");
    }

    private void failed(RuntimeException e) {
        String reason = String.valueOf(e.getMessage());
        vitals.failed(reason);
        metrics.passFailed();
        complaints.accept("pass failed: " + reason);
        if (!(e instanceof ClusterException)) {
            throw e;
        }
    }
}
