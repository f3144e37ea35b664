package io.capstan.rotation;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.TrustState;
import io.capstan.trust.Verifier;
import java.util.Optional;
import java.util.function.Predicate;

/** The rules that no step may break, whatever led to it. */
final class Invariants {
    private Invariants() {}

    /** What {@code step} would break. */
    static Optional<String> violation(Step step, TrustState state, Strategy strategy) {
        if (step instanceof Step.SetPrevious set) {
            return useBeforeDistrust(set, state);
        }
        Optional<String> unfit = bringsAnchorIntoUse(step, state) ? unfit(state) : Optional.empty();
        if (unfit.isPresent()) {
            return unfit;
        }
        if (!strategy.guardsTrust()) {
            return Optional.empty(); // its order breaks trust before use, and its plan says so
        }
        if (step instanceof Step.RenewIssuer) {
            return trustBeforeUse(state, verifier -> true);
        }
        return step instanceof Step.Restart restart ? restartOfIdentity(restart, state) : Optional.empty();
    }

    /** Why nothing may be issued under the anchor at all, whoever has loaded it. */
    static Optional<String> unfit(TrustState state) {
        return state.forbiddenName().map(name -> HardState.unfit(state, name));
    }

    private static boolean bringsAnchorIntoUse(Step step, TrustState state) {
        return step instanceof Step.RenewIssuer
                || (step instanceof Step.Restart restart && bringsIssuerIntoUse(restart, state));
    }

    /**
     * Nothing is issued under the anchor while a verifier has not loaded it; identity's own pods load it by the restart that
     * brings the issuer into use. Where no replica can issue anything, no restarted proxy can get a leaf either: then identity
     * has to be first.
     */
    private static Optional<String> restartOfIdentity(Step.Restart restart, TrustState state) {
        return bringsIssuerIntoUse(restart, state) && !state.isIdentityStuck()
                ? trustBeforeUse(
                        state,
                        verifier ->
                                identity(state).filter(verifier.owner()::equals).isEmpty())
                : Optional.empty();
    }

    /** Where the Secret's issuer is under the anchor already, what brings it into use is a restart of identity. */
    static boolean bringsIssuerIntoUse(Step.Restart restart, TrustState state) {
        return state.isIssuerUnderAnchor()
                && restart.workloads().stream()
                        .anyMatch(workload ->
                                identity(state).filter(workload.ref()::equals).isPresent());
    }

    private static Optional<ObjectRef> identity(TrustState state) {
        return state.snapshot()
                .controlPlane()
                .identity()
                .map(component -> component.workload().ref());
    }

    private static Optional<String> trustBeforeUse(TrustState state, Predicate<Verifier> counts) {
        return state.withoutAnchor().stream()
                .filter(counts)
                .findFirst()
                .map(verifier -> "trust before use: " + verifier.owner() + " (pod " + verifier.example()
                        + ") is not certain to have loaded the anchor "
                        + state.anchor().fingerprint().abbreviated());
    }

    /** An anchor stays in the bundle, or comes back, while an issuer or a leaf may chain to it. */
    private static Optional<String> useBeforeDistrust(Step.SetPrevious set, TrustState state) {
        AnchorSet kept = set.anchors().plus(state.anchor());
        AnchorSet dropped = AnchorSet.of(
                state.inUse().stream().filter(anchor -> !kept.trusts(anchor)).toList());
        if (!dropped.isEmpty()) {
            return Optional.of("use before distrust: " + dropped + " may still be in use");
        }
        return state.isUseKnown() || set.isAddition()
                ? Optional.empty()
                : Optional.of("use before distrust: it is not known which anchor the identity issuer chains to");
    }
}
