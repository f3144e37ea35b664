package io.capstan.rotation;

import java.util.Optional;

/**
 * Closed for what disturbs users while something else is wrong.
 *
 * @param reason which alerts fire, or why that is not known
 */
public record AlertsGate(String reason) implements Gate {
    @Override
    public Optional<Decision.Hold> holds(Step step) {
        return step.disturbs()
                ? Optional.of(new Decision.Hold(
                        Kind.ALERTS,
                        reason + "; it goes on when that is over, or at once by capstan rotate --now",
                        Optional.empty()))
                : Optional.empty();
    }
}
