package io.capstan.report;

import io.capstan.check.Checkup;
import io.capstan.rotation.Decider;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Due;
import io.capstan.rotation.Held;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Policy;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * How things stand at one look: what metrics and Events speak of.
 *
 * @param state empty if there is no readable anchor
 * @param intent the rotation that is under way, if one is
 * @param due why a rotation is due; none is while one is under way: what the anchor looks like meanwhile is no reason
 * @param decision the last that was made about it; empty if none has been made, or had to be
 * @param held what holds it, and since when; before a decision is made, what held it in the pass before
 */
public record Standing(
        Snapshot snapshot,
        Policy policy,
        Checkup checkup,
        Optional<TrustState> state,
        Optional<Intent> intent,
        Optional<Due> due,
        Optional<Decision> decision,
        Optional<Held> held) {

    public static Standing of(
            Snapshot snapshot,
            Policy policy,
            Optional<Intent> intent,
            Optional<Decision> decision,
            Optional<Held> held) {
        Optional<TrustState> state = intent.isPresent()
                ? Decider.state(snapshot, intent.get(), policy)
                : TrustState.of(snapshot, policy.margins(), Set.of(), Optional.empty());
        Optional<Due> due = intent.isPresent() ? Optional.empty() : state.flatMap(present -> Due.of(present, policy));
        return new Standing(
                snapshot,
                policy,
                Checkup.of(snapshot, policy, intent),
                state,
                intent,
                due,
                decision,
                held.filter(gate -> goesOn(intent, due, policy)));
    }

    /** Whether a rotation has to be moved on, and what becomes of that is not known yet. */
    boolean isUndecided() {
        return decision.isEmpty() && goesOn();
    }

    /** Whether a rotation is under way, or is due and begins by itself. */
    public boolean goesOn() {
        return goesOn(intent, due, policy);
    }

    private static boolean goesOn(Optional<Intent> intent, Optional<Due> due, Policy policy) {
        return intent.isPresent()
                || due.filter(present -> present.isBegunBy(policy.schedule())).isPresent();
    }

    /** Since when the present phase has stood; empty while no rotation is under way. */
    public Optional<Instant> phaseSince() {
        return intent.flatMap(present -> state.flatMap(known ->
                checkup.phase().flatMap(phase -> present.journal().standsSince(phase, known.anchor()))));
    }

    /** Whether somebody else has renewed the anchor, and no rotation has taken that up. */
    boolean isUnattended() {
        return due.filter(present -> present.reason() == Due.Reason.UNATTENDED).isPresent();
    }

    boolean isRefused() {
        return decision.filter(Decision.Refuse.class::isInstance).isPresent();
    }
}
