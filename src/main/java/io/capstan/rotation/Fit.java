package io.capstan.rotation;

import io.capstan.trust.Snapshot;
import io.capstan.window.Durations;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the restarts of a rotation that starts at some time fit into the maintenance windows, and before the identity
 * issuer is renewed. A batch is not begun unless it ends within its window; what is left goes on in the next.
 *
 * @param start when the anchor is renewed
 * @param end when the last restart is over; empty if a batch fits into no window
 * @param openings how many windows it takes
 * @param latest when it has to be over: the issuer's renewal, less the margin
 * @param work what the restarts take if nothing comes in between
 */
public record Fit(Instant start, Optional<Instant> end, int openings, Instant latest, Duration work) {
    /** How many windows are looked at for a batch, or for a start. */
    private static final int LOOKAHEAD = 60;

    /** How it would be if the rotation started at {@code snapshot.now()}. */
    public static Fit now(Snapshot snapshot, Policy policy) {
        Race race = Race.of(snapshot, policy);
        return at(snapshot.now(), race.isWon() ? race.left() : race.fresh(), snapshot, policy);
    }

    /** The first window, from the one after {@code snapshot.now()} on, in which it can start; the issuer is fresh then. */
    public static Optional<Fit> later(Snapshot snapshot, Policy policy) {
        Instant now = snapshot.now();
        Duration fresh = Race.of(snapshot, policy).fresh();
        return policy.schedule()
                .windows()
                .from(now)
                .limit(LOOKAHEAD)
                .map(Opening::start)
                .filter(now::isBefore)
                .map(start -> at(start, fresh, snapshot, policy))
                .filter(Fit::fits)
                .findFirst();
    }

    private static Fit at(Instant start, Duration untilRenewal, Snapshot snapshot, Policy policy) {
        return of(
                start,
                RestartBudget.bundleLag(policy),
                RestartBudget.batches(snapshot, policy),
                start.plus(untilRenewal).minus(policy.raceMargin()),
                policy.schedule().windows());
    }

    /** @param lag before the first of {@code batches}; it needs no window */
    static Fit of(Instant start, Duration lag, List<Duration> batches, Instant latest, MaintenanceWindows windows) {
        Duration work = batches.stream().reduce(lag, Duration::plus);
        Instant at = start.plus(lag);
        int openings = windows.at(start).isPresent() ? 1 : 0;
        for (Duration batch : batches) {
            Instant from = at;
            Optional<Instant> begun = begin(batch, from, windows);
            if (begun.isEmpty()) {
                return new Fit(start, Optional.empty(), openings, latest, work);
            }
            openings += begun.get().isAfter(from) ? 1 : 0;
            at = begun.get().plus(batch);
        }
        return new Fit(start, Optional.of(at), openings, latest, work);
    }

    /** When {@code batch} can begin, at {@code from} or in a later window. */
    private static Optional<Instant> begin(Duration batch, Instant from, MaintenanceWindows windows) {
        if (windows.isAlways()) {
            return Optional.of(from);
        }
        return windows.from(from)
                .limit(LOOKAHEAD)
                .filter(opening -> !later(from, opening.start()).plus(batch).isAfter(opening.end()))
                .map(opening -> later(from, opening.start()))
                .findFirst();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    public boolean fits() {
        return end.map(over -> !over.isAfter(latest)).orElse(false);
    }

    /** The arithmetic, in words. */
    public String text() {
        return "the restarts take about " + Durations.text(work)
                + end.map(over -> ", so a rotation that starts at " + start + " is over at " + over + " (in " + openings
                                + (openings == 1 ? " window" : " windows") + "), and has to be by " + latest
                                + ", before the identity issuer is renewed")
                        .orElse(", and a batch of them fits into no maintenance window");
    }
}
