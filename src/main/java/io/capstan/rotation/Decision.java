package io.capstan.rotation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What comes next. */
public sealed interface Decision {
    /**
     * Do this, then look again.
     *
     * @param why the rule that asks for it
     */
    record Act(Step step, String why) implements Decision {}

    /**
     * Nothing can be done but look again.
     *
     * @param until when it is certain to be over, if that is known
     */
    record Wait(String reason, Optional<Instant> until) implements Decision {}

    /**
     * A gate is closed: it would go on at once if that opened.
     *
     * @param until when it opens, if that is known
     */
    record Hold(Gate.Kind gate, String reason, Optional<Instant> until) implements Decision {}

    /** Going on would break an invariant, or cannot work. Each reason says what to change. */
    record Refuse(List<String> reasons) implements Decision {
        public Refuse {
            reasons = List.copyOf(reasons);
        }
    }

    /** There is nothing left to do. */
    record Done() implements Decision {}

    /** Whether a rotation begins with it, or is taken up: waiting for what it has not caused begins nothing. */
    default boolean begins(boolean isUnfinished) {
        return this instanceof Act act
                ? !(act.step() instanceof Step.ReleaseIssuer)
                : this instanceof Wait && isUnfinished;
    }

    static Decision waitFor(String reason) {
        return new Wait(reason, Optional.empty());
    }

    static Decision waitUntil(Instant until, String reason) {
        return new Wait(reason, Optional.of(until));
    }

    static Decision refuse(String reason) {
        return new Refuse(List.of(reason));
    }
}
