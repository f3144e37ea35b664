package io.capstan.drydock;

import io.capstan.drydock.api.ApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The embedded cluster in motion: an API server, the programs that run on it and the time that they share. Time jumps
 * from one thing that is due to the next, so that an idle day costs nothing.
 */
public final class World {
    /** Far more turns than any honest chain of reactions takes while time stands still. */
    private static final int MOST_TURNS_AT_ONE_INSTANT = 2_000;

    private final WorldClock clock;
    private final ApiServer server;
    private final List<Running> programs = new ArrayList<>();
    private final List<Observer> observers = new ArrayList<>();

    public World(WorldClock clock, ApiServer server) {
        this.clock = clock;
        this.server = server;
    }

    public WorldClock clock() {
        return clock;
    }

    public ApiServer server() {
        return server;
    }

    /** Lets a program run from now on. Programs take their turns in the order in which they were added. */
    public synchronized World add(Program program) {
        programs.add(new Running(program));
        return this;
    }

    /**
     * Calls an observer again and again in world time, first after one period. It must not touch the API: what it would
     * change there is seen by nobody before the next thing that is due.
     */
    public synchronized void every(Duration period, Consumer<Instant> observer) {
        observers.add(new Observer(period, observer, clock.instant().plus(period)));
    }

    /**
     * Lets every program take its turns until none has anything left to do at this instant.
     *
     * @throws IllegalStateException if one never comes to rest; names it
     */
    public synchronized void settle() {
        Instant now = clock.instant();
        programs.forEach(Running::startInstant);
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Running program : programs) {
                moved |= program.turnIfDue(now, server);
            }
        }
    }

    /** Lets so much time pass, with everything that falls due in it. */
    public synchronized void advance(Duration duration) {
        advanceUntil(() -> false, duration);
    }

    /**
     * Lets time pass until the condition holds, looking whenever something has happened.
     *
     * @param limit how long at most
     * @return whether the condition holds
     */
    public synchronized boolean advanceUntil(BooleanSupplier condition, Duration limit) {
        Instant end = clock.instant().plus(limit);
        settle();
        while (!condition.getAsBoolean()) {
            if (!clock.instant().isBefore(end)) {
                return false;
            }
            clock.moveTo(nextDue(end));
            Instant now = clock.instant();
            settle();
            observers.forEach(observer -> observer.observeIfDue(now));
        }
        return true;
    }

    private Instant nextDue(Instant end) {
        Instant next = end;
        for (Running program : programs) {
            next = program.wanted.isBefore(next) ? program.wanted : next;
        }
        for (Observer observer : observers) {
            next = observer.next.isBefore(next) ? observer.next : next;
        }
        return next;
    }

    private static final class Running {
        private final Program program;
        private Instant wanted = Instant.MIN;
        private long seen = -1;
        private int turns;

        Running(Program program) {
            this.program = program;
        }

        void startInstant() {
            turns = 0;
        }

        boolean turnIfDue(Instant now, ApiServer server) {
            long version = server.version(program.watched());
            if (version == seen && wanted.isAfter(now)) {
                return false;
            }
            turns++;
            if (turns > MOST_TURNS_AT_ONE_INSTANT) {
                throw new IllegalStateException(program + " does not come to rest at " + now + ": it has had "
                        + MOST_TURNS_AT_ONE_INSTANT + " turns and wants one at " + wanted);
            }
            // Taken before the turn, so that what the program itself writes gives it another one.
            seen = version;
            wanted = program.turn(now);
            return true;
        }
    }

    private static final class Observer {
        private final Duration period;
        private final Consumer<Instant> observer;
        private Instant next;

        Observer(Duration period, Consumer<Instant> observer, Instant first) {
            this.period = period;
            this.observer = observer;
            this.next = first;
        }

        void observeIfDue(Instant now) {
            if (next.isAfter(now)) {
                return;
            }
            observer.accept(now);
            next = next.plus(period);
        }
    }
}
