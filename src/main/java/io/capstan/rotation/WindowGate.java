package io.capstan.rotation;

import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.window.Durations;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps what disturbs users within the maintenance windows: a rotation starts only where its restarts fit, and a batch only
 * where it ends within its window. Once the anchor has changed, restarts go on outside of a window rather than let the
 * deadline pass.
 */
public record WindowGate(TrustState state, Policy policy) implements Gate {
    @Override
    public Optional<Decision.Hold> holds(Step step) {
        if (windows().isAlways()) {
            return Optional.empty();
        }
        if (step instanceof Step.RenewAnchor) {
            return start();
        }
        return step instanceof Step.Restart restart && restart.disturbs()
                ? restart(RestartBudget.ofBatch(restart.workloads(), policy))
                : Optional.empty();
    }

    private Optional<Decision.Hold> start() {
        boolean isOpen = windows().at(now()).isPresent();
        Fit present = Fit.now(snapshot(), policy);
        if (isOpen && present.fits()) {
            return Optional.empty();
        }
        Optional<Fit> later = Fit.later(snapshot(), policy);
        if (startsForDeadline(state, policy, later)) {
            return Optional.empty();
        }
        String why = isOpen
                ? "what is left of this maintenance window does not do: " + present.text()
                : "no maintenance window is open";
        return Optional.of(hold(why, later.map(Fit::start)));
    }

    /** Whether the deadline lies before the first window in which a rotation could start, and that is reason enough. */
    static boolean startsForDeadline(TrustState state, Policy policy, Optional<Fit> later) {
        return policy.schedule().onDeadline() == OnDeadline.ACT && deadlineComesFirst(state, policy, later);
    }

    /**
     * Whether mTLS breaks, if nobody acts, before the first window in which a rotation could start, {@code later}. Where it
     * could in none, there is time to change them until the next opens.
     */
    public static boolean deadlineComesFirst(TrustState state, Policy policy, Optional<Fit> later) {
        Instant deadline = Deadline.withoutHold(state).at();
        return later.map(Fit::start)
                .or(() ->
                        policy.schedule().windows().next(state.snapshot().now()).map(Opening::start))
                .map(deadline::isBefore)
                .orElse(true);
    }

    private Optional<Decision.Hold> restart(Duration need) {
        Optional<Opening> present = windows().at(now());
        if (present.map(opening -> ends(need, opening)).orElse(false)) {
            return Optional.empty();
        }
        Optional<Opening> next = windows().next(now());
        Optional<Opening> longEnough = windows()
                .from(now())
                .limit(Fit.LOOKAHEAD)
                .filter(opening ->
                        opening.start().isAfter(now()) && opening.length().compareTo(need) >= 0)
                .findFirst();
        boolean fitsNone = present.isPresent() && longEnough.isEmpty();
        if (fitsNone || mustGoOn(next)) {
            return Optional.empty();
        }
        String why = present.map(opening -> "the batch takes about " + Durations.text(need)
                        + ", this maintenance window ends at " + opening.end())
                .orElse("no maintenance window is open");
        return Optional.of(hold(why, longEnough.or(() -> next).map(Opening::start)));
    }

    private boolean ends(Duration need, Opening opening) {
        return !now().plus(need).isAfter(opening.end());
    }

    /** Whether, from the next window on, what is left to restart could not be done before the deadline. */
    private boolean mustGoOn(Optional<Opening> next) {
        Duration rest = RestartBudget.left(state, policy).plus(policy.raceMargin());
        return state.isUnfinished()
                && next.map(opening -> opening.start().plus(rest).isAfter(deadline()))
                        .orElse(true);
    }

    /**
     * While a verifier lacks the anchor, the issuer's next renewal: identity would refuse the new issuer as long as it has
     * not loaded the anchor, but a replica that a node drain restarts would not.
     */
    private Instant deadline() {
        Instant breaks = Deadline.of(state).at();
        Instant renewal = Race.end(snapshot());
        return state.withoutAnchor().isEmpty() || breaks.isBefore(renewal) ? breaks : renewal;
    }

    private Decision.Hold hold(String why, Optional<Instant> next) {
        return new Decision.Hold(
                Kind.WINDOW,
                why
                        + next.map(start -> "; the next one that does begins at " + start)
                                .orElse("; none is to come: change capstan.windows, or use capstan rotate --now"),
                next);
    }

    private MaintenanceWindows windows() {
        return policy.schedule().windows();
    }

    private Snapshot snapshot() {
        return state.snapshot();
    }

    private Instant now() {
        return snapshot().now();
    }
}
