package io.capstan.rotation;

import java.util.List;
import java.util.Optional;

/** What may hold a rotation although it could go on. */
public record Gates(List<Closed> closed) {
    public static final Gates OPEN = new Gates(List.of());

    public Gates {
        closed = List.copyOf(closed);
    }

    /**
     * @param reason in words
     * @param everything whether it holds every step, or only those that disturb users
     */
    public record Closed(String reason, boolean everything) {}

    /** Why {@code step} may not be done now. */
    Optional<String> holds(Step step) {
        return closed.stream()
                .filter(gate -> gate.everything() || step.disturbs())
                .map(Closed::reason)
                .findFirst();
    }
}
