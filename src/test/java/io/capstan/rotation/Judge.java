package io.capstan.rotation;

import io.capstan.pki.Fingerprint;
import io.capstan.rotation.Truth.Member;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Holds what is decided, for either anchor to retire and with every strategy, against a {@link Truth}. */
final class Judge {
    /** What has to be done at least once in an enumeration. */
    static final List<String> STEPS = List.of(
            "RenewAnchor",
            "RenewIssuer",
            "HoldIssuer",
            "ReleaseIssuer",
            "retiring",
            "putting back",
            "restart of identity",
            "restart of others",
            "DROP_OLD_ANCHOR");

    /** For every act. */
    static final Gates CLOSED =
            Gates.of(step -> Optional.of(new Decision.Hold(Gate.Kind.LOCK, "the lock is taken", Optional.empty())));

    private final Tally tally;

    Judge(Tally tally) {
        this.tally = tally;
    }

    void judge(Truth truth, Circumstance circumstance) {
        Snapshot snapshot = circumstance.on(truth.seen(), truth.when()).build();
        Policy policy = circumstance.policy();
        Intent noted = Intents.noted(
                snapshot,
                truth.remembered(circumstance.on(Intents.toRetire(Truth.OLD.fingerprint(), Strategy.SEAMLESS))));
        TrustState state = Decider.state(snapshot, noted, policy).orElseThrow();
        for (Fingerprint retire : List.of(Truth.OLD.fingerprint(), Truth.NEW.fingerprint())) {
            Phase phase = Phase.of(state, circumstance.on(Intents.toRetire(retire, Strategy.SEAMLESS)));
            tally.count(phase);
            for (Strategy strategy : Strategy.values()) {
                Intent intent =
                        circumstance.on(Intents.toRetire(retire, strategy)).with(noted.journal());
                judge(truth, circumstance, state, phase, intent);
            }
        }
    }

    private void judge(Truth truth, Circumstance circumstance, TrustState state, Phase phase, Intent intent) {
        try {
            Decision open = Decider.decide(state, phase, intent, Gates.OPEN, circumstance.policy());
            tally.judged();
            tally.expect(saysWhy(open), () -> "does not say why: " + open + ", " + truth);
            judgeIn(circumstance, truth, open);
            if (open instanceof Decision.Act act) {
                judge(
                        circumstance == Circumstance.WEB_LEFT ? truth.withoutWorkload() : truth,
                        intent.strategy(),
                        act.step());
                Decision closed = Decider.decide(state, phase, intent, CLOSED, circumstance.policy());
                tally.judged();
                tally.expect(
                        closed instanceof Decision.Hold || isRelease(closed),
                        () -> "goes past a closed gate: " + closed + ", " + truth);
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

    private void judgeIn(Circumstance circumstance, Truth truth, Decision decision) {
        tally.expect(
                switch (circumstance) {
                    case ANCHOR_ISSUING, ISSUER_ISSUING -> !(decision instanceof Decision.Act) || isRelease(decision);
                    case HELD -> isRelease(decision) || !mustBeReleased(truth, decision);
                    case WEB_LEFT -> restarted(decision).noneMatch(Circumstance.WEB::equals);
                    case UNMESHED_BY_A_RESTART ->
                        !isRestartFor(Cause.LOAD_ANCHOR, decision)
                                || restarted(decision).noneMatch(Circumstance.WEB::equals);
                    case TO_BE_PURGED -> !isRestartFor(Cause.DROP_OLD_ANCHOR, decision) || truth.isOldRetired();
                    default -> !isRestartFor(Cause.DROP_OLD_ANCHOR, decision);
                },
                () -> "wrong where it is " + circumstance + ": " + decision + ", " + truth);
    }

    private static boolean mustBeReleased(Truth truth, Decision decision) {
        boolean isHeldAgain = decision instanceof Decision.Act act && act.step() instanceof Step.HoldIssuer;
        boolean isLeftHeld = decision instanceof Decision.Done;
        return isHeldAgain
                || isLeftHeld
                || !truth.when().isBefore(truth.issuerEnd().minus(Policy.DEFAULT.raceMargin()));
    }

    private static boolean isRelease(Decision decision) {
        return decision instanceof Decision.Act act && act.step() instanceof Step.ReleaseIssuer;
    }

    private static boolean isRestartFor(Cause cause, Decision decision) {
        return decision instanceof Decision.Act act
                && act.step() instanceof Step.Restart restart
                && restart.cause() == cause;
    }

    private static Stream<ObjectRef> restarted(Decision decision) {
        return decision instanceof Decision.Act act && act.step() instanceof Step.Restart restart
                ? restart.workloads().stream().map(Workload::ref)
                : Stream.empty();
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
        tally.count(restart.cause());
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
