package io.capstan.e2e.stack;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for something in another process to become true, for a limited time. */
public final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Eventually() {}

    /**
     * Asks until the answer is yes. An exception counts as no, an {@link AssertionError} ends the wait at once.
     *
     * @throws IllegalStateException at the limit, with what was waited for and the last exception
     */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        long end = System.nanoTime() + limit.toNanos();
        Throwable last = new IllegalStateException("the answer was no");
        boolean isOver;
        do {
            // who was held up for long asks once more
            isOver = System.nanoTime() >= end;
            try {
                if (condition.call()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw interrupted(what, e);
            } catch (Exception e) {
                last = e;
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                throw interrupted(what, e);
            }
        } while (!isOver);
        throw new IllegalStateException("waited " + limit + " in vain: " + what, last);
    }

    private static IllegalStateException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting: " + what, cause);
    }
}
