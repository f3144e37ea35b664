package io.capstan.rotation;

import io.capstan.fixture.Snapshots;
import io.capstan.pki.Fingerprint;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Follows decisions from a {@link World} on, in the way of the loop, to where they end. */
final class Paths {
    /** Far more turns than any way to the end has: who needs as many goes round in circles. */
    private static final int LIMIT = 200;

    /** An object, or what a person types or writes. */
    private static final Pattern SOMETHING_TO_DO = Pattern.compile("[a-z0-9-]+/[a-z0-9.-]+|--[a-z]|capstan\\.[a-z]");

    private final Nature nature;
    private final Authorities authorities;
    private final boolean holdsEachAct;

    /** @param holdsEachAct whether a gate is closed at first for each act, and opens after a while */
    Paths(Nature nature, Authorities authorities, boolean holdsEachAct) {
        this.nature = nature;
        this.authorities = authorities;
        this.holdsEachAct = holdsEachAct;
    }

    /**
     * Where a path led to.
     *
     * @param turns how many decisions it took
     * @param trail what was decided, one a line
     * @param fault what is wrong with the path; empty if nothing is
     */
    record End(Decision last, int turns, List<String> trail, String fault) {
        boolean isDone() {
            return last instanceof Decision.Done;
        }
    }

    /** @param circumstance which the world begins in; the policy is its own */
    End follow(World start, Circumstance circumstance, Fingerprint retire, Strategy strategy) {
        Policy policy = circumstance.policy();
        World world = circumstance.on(start);
        Intent intent = circumstance.on(Intents.toRetire(retire, strategy));
        Set<List<Object>> actedOn = new HashSet<>();
        List<String> trail = new ArrayList<>();
        boolean isOpen = !holdsEachAct;
        for (int turn = 1; ; turn++) {
            Snapshot snapshot = snapshot(world, circumstance);
            TrustState looked = Decider.state(snapshot, intent, policy).orElseThrow();
            intent = Logbook.converged(intent, looked);
            TrustState state = Decider.state(snapshot, intent, policy).orElseThrow();
            Phase phase = Phase.of(state, intent);
            intent = Logbook.seen(intent, state, phase);
            Decision decision = Decider.decide(state, phase, intent, isOpen ? Gates.OPEN : Judge.CLOSED, policy);
            trail.add(world.now() + " " + phase.text() + ": " + decision);
            if (decision instanceof Decision.Done || decision instanceof Decision.Refuse) {
                return new End(decision, turn, trail, faultOfEnd(decision, world, circumstance));
            }
            if (turn == LIMIT) {
                return new End(decision, turn, trail, "does not end");
            }
            if (decision instanceof Decision.Act act) {
                if (!actedOn.add(List.of(world.standing(), act.step().text()))) {
                    return new End(decision, turn, trail, "does the same again where everything stands as it did");
                }
                intent = Logbook.before(intent, act.step(), state);
                world = nature.acted(world, act.step());
            } else {
                Optional<Instant> until =
                        decision instanceof Decision.Wait wait ? wait.until() : Optional.<Instant>empty();
                world = nature.waited(world, until);
            }
            isOpen = !holdsEachAct || decision instanceof Decision.Hold;
        }
    }

    private Snapshot snapshot(World world, Circumstance circumstance) {
        Snapshots seen = world.seen(authorities);
        return (circumstance.lasts() ? circumstance.on(seen, world.now()) : seen).build();
    }

    private static String faultOfEnd(Decision end, World world, Circumstance circumstance) {
        if (end instanceof Decision.Refuse refuse) {
            return !refuse.reasons().isEmpty()
                            && refuse.reasons().stream()
                                    .allMatch(reason ->
                                            SOMETHING_TO_DO.matcher(reason).find())
                    ? ""
                    : "refuses without a word of what to do";
        }
        if (circumstance == Circumstance.TO_BE_PURGED && !world.isPurged(circumstance)) {
            return "is done, but somebody trusts more than the anchor";
        }
        return world.isSteady(circumstance) ? "" : "is done, but not steady";
    }
}
