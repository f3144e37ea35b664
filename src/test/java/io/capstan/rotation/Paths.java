package io.capstan.rotation;

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

    End follow(World start, Fingerprint retire, Strategy strategy) {
        World world = start;
        Intent intent = Intents.toRetire(retire, strategy);
        Set<List<Object>> actedOn = new HashSet<>();
        List<String> trail = new ArrayList<>();
        boolean isOpen = !holdsEachAct;
        for (int turn = 1; ; turn++) {
            Snapshot snapshot = world.snapshot(authorities);
            TrustState looked = Decider.state(snapshot, intent, Policy.DEFAULT).orElseThrow();
            intent = Logbook.converged(intent, looked);
            TrustState state = Decider.state(snapshot, intent, Policy.DEFAULT).orElseThrow();
            Phase phase = Phase.of(state, intent);
            intent = Logbook.seen(intent, state, phase);
            Decision decision =
                    Decider.decide(state, phase, intent, isOpen ? Gates.OPEN : Judge.CLOSED, Policy.DEFAULT);
            trail.add(world.now() + " " + phase.text() + ": " + decision);
            if (decision instanceof Decision.Done || decision instanceof Decision.Refuse) {
                return new End(decision, turn, trail, faultOfEnd(decision, world));
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

    private static String faultOfEnd(Decision end, World world) {
        if (end instanceof Decision.Refuse refuse) {
            return !refuse.reasons().isEmpty()
                            && refuse.reasons().stream()
                                    .allMatch(reason ->
                                            SOMETHING_TO_DO.matcher(reason).find())
                    ? ""
                    : "refuses without a word of what to do";
        }
        return world.isSteady() ? "" : "is done, but not steady";
    }
}
