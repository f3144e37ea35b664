package io.capstan.rotation;

import io.capstan.trust.Snapshot;
import java.util.List;
import java.util.Optional;

/** The gates that a step has to pass, in the order in which they are asked. */
public record Gates(List<Gate> gates) {
    public static final Gates OPEN = new Gates(List.of());

    public Gates {
        gates = List.copyOf(gates);
    }

    public static Gates of(Gate... gates) {
        return new Gates(List.of(gates));
    }

    /** Why nothing may be done now, not even what nobody notices: a pause, a missing approval. */
    public Optional<Decision.Hold> holdsAnything(Snapshot snapshot) {
        return holds(new Step.RenewIssuer(snapshot.issuer()));
    }

    /** Why {@code step} may not be done now. Giving the issuer's renewal back is never held: it may be urgent. */
    public Optional<Decision.Hold> holds(Step step) {
        return step instanceof Step.ReleaseIssuer
                ? Optional.empty()
                : gates.stream().flatMap(gate -> gate.holds(step).stream()).findFirst();
    }
}
