package io.capstan.rotation;

import io.capstan.trust.Snapshot;
import io.capstan.window.Durations;
import io.capstan.window.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    /** How many windows are looked at. */
    static final int LOOKAHEAD = 60;

    /** How it would be if the rotation started at {@code snapshot.now()}, with a renewal of the issuer first if it needs one. */
    public static Fit now(Snapshot snapshot, Policy policy) {
        Plot plot = new Plot(snapshot, policy);
        Fit present = plot.at(snapshot.now(), plot.race.left());
        return present.fits() ? present : plot.at(snapshot.now(), plot.race.afterRenewal());
    }

    /** Whether a rotation that started at {@code snapshot.now()} would fit, but only if the issuer were renewed first. */
    static boolean needsFreshIssuer(Snapshot snapshot, Policy policy) {
        Plot plot = new Plot(snapshot, policy);
        return !plot.at(snapshot.now(), plot.race.left()).fits()
                && plot.at(snapshot.now(), plot.race.afterRenewal()).fits();
    }

    /** The first window, from the one after {@code snapshot.now()} on, in which it can start; the issuer is fresh then, or is made so. */
    public static Optional<Fit> later(Snapshot snapshot, Policy policy) {
        Plot plot = new Plot(snapshot, policy);
        return plot.openings.stream()
                .map(Opening::start)
                .filter(snapshot.now()::isBefore)
                .map(start -> plot.at(start, plot.race.afterRenewal()))
                .filter(Fit::fits)
                .findFirst();
    }

    /** The batches of a cluster, and the windows to lay them into. */
    private static final class Plot {
        private final Race race;
        private final Duration lag;
        private final Duration margin;
        private final List<Duration> batches;
        private final List<Opening> openings;

        Plot(Snapshot snapshot, Policy policy) {
            this.race = Race.of(snapshot, policy);
            this.lag = RestartBudget.bundleLag(policy);
            this.margin = policy.raceMargin();
            this.batches = RestartBudget.batches(snapshot, policy);
            this.openings = policy.schedule()
                    .windows()
                    .from(snapshot.now())
                    .limit(LOOKAHEAD)
                    .toList();
        }

        Fit at(Instant start, Duration untilRenewal) {
            return Fit.of(start, lag, batches, start.plus(untilRenewal).minus(margin), openings);
        }
    }

    /** @param lag before the first of {@code batches}; it needs no window */
    static Fit of(Instant start, Duration lag, List<Duration> batches, Instant latest, List<Opening> openings) {
        Duration work = batches.stream().reduce(lag, Duration::plus);
        Instant at = start.plus(lag);
        Set<Instant> used = new HashSet<>();
        for (Duration batch : batches) {
            Instant from = at;
            Optional<Opening> opening = openings.stream()
                    .filter(candidate ->
                            !later(from, candidate.start()).plus(batch).isAfter(candidate.end()))
                    .findFirst();
            if (opening.isEmpty()) {
                return new Fit(start, Optional.empty(), used.size(), latest, work);
            }
            used.add(opening.get().start());
            at = later(from, opening.get().start()).plus(batch);
        }
        return new Fit(start, Optional.of(at), used.size(), latest, work);
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
                        .orElse(", and the maintenance windows to come do not hold them all");
    }
}
