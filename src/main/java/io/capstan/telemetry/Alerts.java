package io.capstan.telemetry;

import java.util.List;
import java.util.Optional;

/** Whether alerts fire that forbid to disturb anybody now. */
public sealed interface Alerts {
    /** Prometheus was asked, and none does. */
    record Quiet() implements Alerts {
        @Override
        public Optional<String> objection() {
            return Optional.empty();
        }
    }

    /** @param names in alphabetical order, each once */
    record Firing(List<String> names) implements Alerts {
        public Firing {
            names = List.copyOf(names);
        }

        @Override
        public Optional<String> objection() {
            return Optional.of("firing: " + String.join(", ", names));
        }
    }

    /**
     * Prometheus could not be asked, or what it said cannot be understood. Who cannot look whether it is a bad moment must
     * take it for one, so this closes the gate as well.
     *
     * @param reason one line that says what was found and what to do
     */
    record Unknown(String reason) implements Alerts {
        @Override
        public Optional<String> objection() {
            return Optional.of(reason);
        }
    }

    /** Why no new batch may start, in one line; empty if alerts do not stand in the way. */
    Optional<String> objection();
}
