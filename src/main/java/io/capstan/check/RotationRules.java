package io.capstan.check;

import io.capstan.rotation.Deadline;
import io.capstan.rotation.HardState;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Race;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.TrustState;
import io.capstan.window.Durations;
import java.time.Duration;

/** Where a rotation stands, and how long that is well. */
final class RotationRules {
    private RotationRules() {}

    static Verdict phase(Examination e) {
        ObjectRef anchor = e.snapshot().anchor().secretRef();
        return e.withTrust(anchor, state -> phase(e, state, anchor));
    }

    private static Verdict phase(Examination e, TrustState state, ObjectRef anchor) {
        Phase phase = e.phase().orElseThrow();
        String text = phase.text() + ": ";
        return switch (phase) {
            case STEADY -> Verdict.ok(anchor, text + "one anchor is used and trusted by all");
            case RENEWING -> Verdict.info(anchor, text + "cert-manager is issuing the anchor or the issuer");
            case SPREADING ->
                Verdict.info(anchor, text + "the bundle is to hold " + state.wanted() + " and holds " + state.bundle());
            case DISTRIBUTING ->
                underWay(anchor, text + "not every verifier is certain to have loaded the anchor " + name(state));
            case SWITCHING ->
                underWay(anchor, text + "the issuer is yet to be brought under the anchor " + name(state));
            case CONVERGING ->
                underWay(anchor, text + "some leaves may not be under the anchor " + name(state) + " yet");
            case RETIRING ->
                underWay(anchor, text + "nothing needs the old anchor any more, it is yet to leave the bundle");
            case PURGING -> underWay(anchor, text + "some proxies trust more than the bundle holds");
            case ENDANGERED -> endangered(state, anchor);
            case BROKEN ->
                Verdict.critical(
                        anchor,
                        text + HardState.broken(state),
                        "capstan rotate restarts all of them at once: the bundle holds " + state.bundle());
        };
    }

    private static Verdict endangered(TrustState state, ObjectRef anchor) {
        return state.lost().isEmpty()
                ? Verdict.critical(anchor, "endangered: nothing tells which anchor is in use", HardState.unknown(state))
                : Verdict.critical(
                        anchor,
                        "endangered: something in use chains to an anchor that the sources of the bundle have lost; in use: "
                                + state.inUse() + ", kept: " + state.wanted(),
                        "do not restart anything by hand; capstan rotate puts " + state.lost() + " back into "
                                + state.snapshot().previous().ref());
    }

    private static Verdict underWay(ObjectRef anchor, String message) {
        return Verdict.info(anchor, message, "capstan rotate goes on from here");
    }

    private static String name(TrustState state) {
        return state.anchor().fingerprint().abbreviated();
    }

    /**
     * While a rotation is under way, what counts is whether the rest of it still fits before the deadline; else how long
     * somebody has to begin one.
     */
    static Verdict deadline(Examination e) {
        ObjectRef anchor = e.snapshot().anchor().secretRef();
        return e.withTrust(anchor, state -> deadline(e, state, anchor));
    }

    private static Verdict deadline(Examination e, TrustState state, ObjectRef anchor) {
        Deadline deadline = e.deadline().orElseThrow();
        Duration left = e.until(deadline.at());
        Duration need = state.isUnfinished() ? Race.of(e.snapshot(), e.policy()).need() : TimingRules.soon(e.policy());
        String message = "if nobody acts, mTLS breaks at " + e.when(deadline.at()) + ": " + deadline.cause();
        String hint = state.isUnfinished()
                ? "capstan rotate goes on (all restarts together need " + Durations.text(need) + ")"
                : "see the findings above for what leads there; capstan plan shows what a rotation would do";
        if (left.compareTo(need) < 0) {
            return Verdict.critical(anchor, message, hint);
        }
        return left.compareTo(e.policy().rotateBefore()) < 0
                ? Verdict.warning(anchor, message, hint)
                : Verdict.ok(anchor, message);
    }
}
