package io.capstan.check;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Deadline;
import io.capstan.rotation.Decider;
import io.capstan.rotation.Due;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the rules look at: a snapshot, and what follows from it.
 *
 * @param intent the rotation that is under way, if one is
 * @param trust empty if there is no readable anchor; then neither phase nor deadline can be told
 * @param namespace the one to which the look at the data plane is narrowed, if it is
 */
public record Examination(
        Snapshot snapshot,
        Policy policy,
        Optional<Intent> intent,
        Optional<TrustState> trust,
        Optional<Phase> phase,
        Optional<Deadline> deadline,
        Optional<String> namespace) {
    public static Examination of(Snapshot snapshot, Policy policy, Optional<Intent> intent) {
        Optional<TrustState> trust = intent.isPresent()
                ? Decider.state(snapshot, intent.get(), policy)
                : TrustState.of(snapshot, policy.margins(), Set.of(), Optional.empty());
        Optional<Phase> phase = trust.map(
                state -> intent.map(wanted -> Phase.of(state, wanted)).orElseGet(() -> Phase.of(state, false)));
        return new Examination(snapshot, policy, intent, trust, phase, trust.map(Deadline::of), Optional.empty());
    }

    /** The same with a narrower look at the data plane; phase and deadline stay those of the whole mesh. */
    Examination withDataPlaneOf(String only) {
        return new Examination(
                snapshot.withDataPlaneOf(only), policy, intent, trust, phase, deadline, Optional.of(only));
    }

    Instant now() {
        return snapshot.now();
    }

    Optional<Certificate> anchor() {
        return snapshot.anchor().certificate();
    }

    Optional<Certificate> issuer() {
        return snapshot.issuer().certificate();
    }

    /** Every anchor that the trust roots' ConfigMap holds. */
    AnchorSet bundle() {
        return snapshot.bundle().anchors();
    }

    /** Whether the bundle is yet to be written, or verifiers are yet to load it: then some may lack the anchor. */
    boolean isDistributing() {
        return phase.filter(now -> now == Phase.RENEWING || now == Phase.SPREADING || now == Phase.DISTRIBUTING)
                .isPresent();
    }

    boolean isSteady() {
        return phase.filter(Phase.STEADY::equals).isPresent();
    }

    /** Whether the anchor's end is so near that a rotation is due, as {@link Due} has it. */
    boolean isEndNear() {
        return anchor().filter(anchor -> until(anchor.notAfter()).compareTo(policy.rotateBefore()) <= 0
                        && !Due.isDueFromTheStart(anchor, policy))
                .isPresent();
    }

    /** What {@code judge} says of the state of trust, or that it cannot say anything without an anchor. */
    Verdict withTrust(ObjectRef object, Function<TrustState, Verdict> judge) {
        return trust.map(judge)
                .orElseGet(() -> Verdict.skipped(
                        object,
                        "there is no readable trust anchor in "
                                + snapshot.anchor().secretRef() + " to judge this by"));
    }

    Duration until(Instant instant) {
        return Duration.between(now(), instant);
    }

    /** {@code 2026-04-30T00:00:00Z (in 49d 12h)}, or {@code … (2h ago)}. */
    String when(Instant instant) {
        Duration left = until(instant);
        return instant
                + (left.isNegative()
                        ? " (" + Durations.text(left.abs()) + " ago)"
                        : " (in " + Durations.text(left) + ")");
    }
}
