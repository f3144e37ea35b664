package io.capstan.pass;

import io.capstan.cluster.ClusterException;
import io.capstan.cluster.LeaseLock;
import io.capstan.rotation.Gate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/** Turn after turn, as long as the lock is ours. */
public final class LockedLoop {
    private final LeaseLock lock;
    private final Pace pace;
    private final Sleeper sleeper;
    private final Clock clock;
    private final Optional<Consumer<String>> waiting;

    /**
     * @param waiting where another run holds the lock, is told so before the loop waits as long as it takes a runner that
     *     died to lose it; empty not to wait
     */
    public LockedLoop(LeaseLock lock, Pace pace, Sleeper sleeper, Clock clock, Optional<Consumer<String>> waiting) {
        this.lock = lock;
        this.pace = pace;
        this.sleeper = sleeper;
        this.clock = clock;
        this.waiting = waiting;
    }

    /** One turn: observe, decide, act. */
    @FunctionalInterface
    interface Turns {
        Next next() throws InterruptedException;
    }

    Ending run(Turns turns) throws InterruptedException {
        Optional<LeaseLock.Holder> other = acquire();
        if (other.isPresent()) {
            return held(text(other.get()));
        }
        try {
            return underLock(turns);
        } finally {
            release();
        }
    }

    private Ending underLock(Turns turns) throws InterruptedException {
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped before the next turn");
            }
            Next next = turns.next();
            if (next instanceof Next.End end) {
                return end.ending();
            }
            boolean isOurs = next instanceof Next.Sleep sleep ? sleep(sleep.duration()) : lock.renew();
            if (!isOurs) {
                return held("another run took the lock");
            }
        }
    }

    /** Also where an interruption has ended the loop: it would end the requests that let go of the lock as well. */
    private void release() {
        boolean isInterrupted = Thread.interrupted();
        try {
            lock.release();
        } catch (ClusterException unreachable) {
            // it is lost when its life is over; what people have to know is how the run ended
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sleeps, and keeps the lock meanwhile. @return whether it is still ours */
    private boolean sleep(Duration duration) throws InterruptedException {
        Duration left = duration;
        do {
            Duration nap = left.compareTo(pace.renewLock()) > 0 ? pace.renewLock() : left;
            sleeper.sleep(nap);
            left = left.minus(nap);
            if (!lock.renew()) {
                return false;
            }
        } while (!left.isZero() && !left.isNegative());
        return true;
    }

    private Optional<LeaseLock.Holder> acquire() throws InterruptedException {
        Optional<LeaseLock.Holder> other = lock.acquire();
        if (other.isEmpty() || waiting.isEmpty()) {
            return other;
        }
        Duration patience = pace.lockLife().plus(pace.shortest());
        waiting.get()
                .accept(text(other.get()) + "; waiting until "
                        + seconds(clock.instant().plus(patience)) + ", by when it has lost the lock if it died");
        sleeper.sleep(patience);
        return lock.acquire();
    }

    private static String text(LeaseLock.Holder other) {
        return "another run holds the lock: " + other.identity() + ", renewed " + seconds(other.renewedAt());
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Ending held(String reason) {
        return new Ending.Held(Gate.Kind.LOCK, reason);
    }
}
