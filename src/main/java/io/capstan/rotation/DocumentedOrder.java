package io.capstan.rotation;

import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.ControlPlane.ControlPlanePod;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import java.util.List;
import java.util.Optional;

/**
 * The order of Linkerd's documentation ("Automatically Rotating Control Plane TLS Credentials", section 9): the issuer is
 * renewed at once, then the control plane restarts, then the data plane. Restarted and unrestarted proxies refuse each other
 * until the last one has restarted.
 */
final class DocumentedOrder {
    private final TrustState state;
    private final Distribution distribution;

    DocumentedOrder(TrustState state, Distribution distribution) {
        this.state = state;
        this.distribution = distribution;
    }

    Decision next() {
        if (!state.isIssuerUnderAnchor()) {
            return new Decision.Act(
                    new Step.RenewIssuer(state.snapshot().issuer()), "the documented order renews the issuer next");
        }
        return Distribution.firstOf(
                distribution::volumeLag,
                distribution::issuerLag,
                () -> distribution.controlPlane(component -> true, this::isOld, Cause.LOAD_ANCHOR),
                distribution::issuersSettled,
                () -> distribution.dataPlane(
                        distribution::lacksAnchor, Cause.LOAD_ANCHOR, "its proxies have not loaded the new anchor"),
                this::withoutOldAnchor);
    }

    /** What brings the new issuer into use. In this order that breaks handshakes, whenever a replica of identity restarts. */
    Step restartOfControlPlane() {
        List<Workload> workloads = state.snapshot().controlPlane().components().stream()
                .map(Component::workload)
                .toList();
        return new Step.Restart(workloads, state.anchor().fingerprint().abbreviated(), Cause.LOAD_ANCHOR);
    }

    /** All have the new anchor, so what is broken is that somebody lacks the old one: no restart of this order mends that. */
    private Optional<Decision> withoutOldAnchor() {
        return Optional.of(distribution.restore());
    }

    private boolean isOld(Component component, ControlPlanePod pod) {
        return distribution.lacksAnchor(component, pod) || (component.isIdentity() && !state.isProvedOnAnchor(pod));
    }
}
