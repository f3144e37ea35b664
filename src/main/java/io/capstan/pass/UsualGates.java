package io.capstan.pass;

import io.capstan.rotation.AlertsGate;
import io.capstan.rotation.ApprovalGate;
import io.capstan.rotation.Gate;
import io.capstan.rotation.Gates;
import io.capstan.rotation.Intent;
import io.capstan.rotation.PauseGate;
import io.capstan.rotation.Policy;
import io.capstan.rotation.WindowGate;
import io.capstan.trust.TrustState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The gates of a rotation.
 *
 * @param unasked whether nobody has started it by hand: then it may need approval
 * @param alerts why nothing that disturbs users may begin, if other alerts fire, or that is not known
 */
public record UsualGates(Policy policy, boolean unasked, Supplier<Optional<String>> alerts) implements Gatekeeper {

    @Override
    public Gates gates(TrustState state, Optional<Intent> intent) {
        List<Gate> gates = new ArrayList<>();
        gates.add(new PauseGate(state.snapshot()));
        intent.filter(wanted -> unasked && policy.schedule().approvalRequired())
                .map(wanted -> new ApprovalGate(state.snapshot(), wanted))
                .ifPresent(gates::add);
        gates.add(new WindowGate(state, policy));
        alerts.get().ifPresent(reason -> gates.add(new AlertsGate(reason)));
        return new Gates(gates);
    }
}
