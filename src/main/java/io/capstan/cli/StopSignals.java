package io.capstan.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** SIGTERM, which is how Kubernetes ends a pod, and SIGINT, which is how a person ends a command. */
final class StopSignals {
    static final List<Signal> ALL = List.of(new Signal("TERM"), new Signal("INT"));

    private StopSignals() {}

    /** What an interruption ends in good order. */
    @FunctionalInterface
    interface Interruptible<T> {
        T run() throws InterruptedException;
    }

    /** Runs {@code work}, which the first signal interrupts; the second ends the program at once, as ever. */
    static <T> T interrupting(Interruptible<T> work) throws InterruptedException {
        Thread worker = Thread.currentThread();
        Map<Signal, SignalHandler> before = new ConcurrentHashMap<>();
        SignalHandler stop = signal -> {
            before.forEach(Signal::handle);
            worker.interrupt();
        };
        ALL.forEach(signal -> before.put(signal, Signal.handle(signal, stop)));
        try {
            return work.run();
        } finally {
            before.forEach(Signal::handle);
            // what the program does at its end is not to be interrupted
            Thread.interrupted();
        }
    }
}
