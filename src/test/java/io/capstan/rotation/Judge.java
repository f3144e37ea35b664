package io.capstan.rotation;

import io.capstan.pki.Fingerprint;
import io.capstan.rotation.Truth.Member;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Holds what is decided, for either anchor to retire and with every strategy, against a {@link Truth}. */
final class Judge {
    /** What has to be done at least once in an enumeration. */
    static final List<String> STEPS = List.of(
            "RenewAnchor", "RenewIssuer", "retiring", "putting back", "restart of identity", "restart of others");

    /** For every act. */
    static final Gates CLOSED =
            Gates.of(step -> Optional.of(new Decision.Hold(Gate.Kind.LOCK, "the lock is taken", Optional.empty())));

    private final Tally tally;

    Judge(Tally tally) {
        this.tally = tally;
    }

    void judge(Truth truth) {
        Snapshot snapshot = truth.snapshot();
        Intent noted =
                Intents.noted(snapshot, truth.remembered(Intents.toRetire(Truth.OLD.fingerprint(), Strategy.SEAMLESS)));
        TrustState state = Decider.state(snapshot, noted, Policy.DEFAULT).orElseThrow();
        Phase phase = Phase.of(state, false);
        tally.count(phase);
        for (Fingerprint retire : List.of(Truth.OLD.fingerprint(), Truth.NEW.fingerprint())) {
            for (Strategy strategy : Strategy.values()) {
                Intent intent = Intents.toRetire(retire, strategy).with(noted.journal());
                judge(truth, state, phase, intent);
            }
        }
    }

    private void judge(Truth truth, TrustState state, Phase phase, Intent intent) {
        try {
            Decision open = Decider.decide(state, phase, intent, Gates.OPEN, Policy.DEFAULT);
            tally.judged();
            tally.expect(saysWhy(open), () -> "does not say why: " + open + ", " + truth);
            if (open instanceof Decision.Act act) {
                judge(truth, intent.strategy(), act.step());
                Decision closed = Decider.decide(state, phase, intent, CLOSED, Policy.DEFAULT);
                tally.judged();
                tally.expect(
                        closed instanceof Decision.Hold, () -> "goes past a closed gate: " + closed + ", " + truth);
            }
        } catch (RuntimeException e) {
            tally.expect(false, () -> intent.strategy() + " throws " + e + ", " + truth);
        }
    }

    private static boolean saysWhy(Decision decision) {
        Predicate<String> isSaid = words -> !words.isBlank();
        if (decision instanceof Decision.Wait wait) {
            return isSaid.test(wait.reason());
        }
        if (decision instanceof Decision.Hold hold) {
            return isSaid.test(hold.reason());
        }
        if (decision instanceof Decision.Refuse refuse) {
            return !refuse.reasons().isEmpty() && refuse.reasons().stream().allMatch(isSaid);
        }
        return !(decision instanceof Decision.Act act) || isSaid.test(act.why());
    }

    private void judge(Truth truth, Strategy strategy, Step step) {
        if (step instanceof Step.Restart restart) {
            judgeRestart(truth, strategy, restart);
            return;
        }
        if (step instanceof Step.SetPrevious set) {
            judgePrevious(truth, set);
            return;
        }
        tally.count(step.getClass().getSimpleName());
        if (step instanceof Step.RenewAnchor) {
            tally.expect(
                    truth.previous().contains(Member.NEW),
                    () -> "renews an anchor that the previous slot does not hold: " + truth);
        } else if (step instanceof Step.RenewIssuer) {
            expectTrustBeforeUse(truth, strategy);
        }
    }

    private void judgePrevious(Truth truth, Step.SetPrevious set) {
        boolean putsBack = set.anchors().contains(Truth.OLD.fingerprint());
        tally.count(putsBack ? "putting back" : "retiring");
        if (putsBack) {
            tally.expect(
                    !truth.previous().contains(Member.NEW) || set.anchors().contains(Truth.NEW.fingerprint()),
                    () -> "drops what the slot holds: " + truth);
        } else {
            tally.expect(set.anchors().contains(Truth.NEW.fingerprint()), () -> "loses the anchor itself: " + truth);
            tally.expect(!truth.usesOld(), () -> "distrust before the end of use: " + truth);
        }
    }

    private void judgeRestart(Truth truth, Strategy strategy, Step.Restart restart) {
        tally.expect(!restart.workloads().isEmpty(), () -> "restarts nothing: " + truth);
        boolean ofIdentity =
                restart.workloads().stream().anyMatch(w -> w.ref().name().equals("linkerd-identity"));
        tally.count(ofIdentity ? "restart of identity" : "restart of others");
        if (ofIdentity && truth.isIssuerUnderNew()) {
            expectTrustBeforeUse(truth, strategy);
        }
    }

    private void expectTrustBeforeUse(Truth truth, Strategy strategy) {
        tally.expect(
                !strategy.guardsTrust() || truth.allOutsideIdentityTrustNew(),
                () -> "use before trust, " + strategy + ": " + truth);
    }
}
