package io.capstan.rotation;

import java.util.Locale;
import java.util.Optional;

/** Something that may hold a rotation although it could go on. */
@FunctionalInterface
public interface Gate {
    /** Which kind of gate it is; also a label of a metric. */
    enum Kind {
        PAUSE,
        APPROVAL,
        WINDOW,
        ALERTS,
        LOCK;

        /** As people write it: {@code window}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why {@code step} may not be done now; empty if this gate is open for it. */
    Optional<Decision.Hold> holds(Step step);
}
