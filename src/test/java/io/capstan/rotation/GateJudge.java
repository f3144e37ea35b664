package io.capstan.rotation;

import io.capstan.pki.Fingerprint;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds what is decided before gates against how they stand, by what {@code docs/operations.md} says of them. */
final class GateJudge {
    /** More than the restarts of a {@link Truth} take, with the margin. */
    private static final Duration ALL_RESTARTS = Duration.ofHours(3);

    private static final Pattern APPROVAL = Pattern.compile("kubectl annotate .* capstan\\.io/approve=(\\w+)");

    private final Tally tally;

    GateJudge(Tally tally) {
        this.tally = tally;
    }

    /** What comes to a gate. */
    record Occasion(Truth truth, Circumstance circumstance, Fingerprint retire, Strategy strategy) {
        /** What it is in the eyes of the gates: phase, strategy, and what is decided without any. */
        List<Object> kind() {
            Look look = look();
            Decision free = look.decide(Gates.OPEN);
            return List.of(look.phase, strategy, free instanceof Decision.Act act ? kind(act.step()) : free.getClass());
        }

        private static Object kind(Step step) {
            return step instanceof Step.Restart restart ? restart.cause() : step.getClass();
        }

        boolean isAct() {
            return look().decide(Gates.OPEN) instanceof Decision.Act;
        }

        private Look look() {
            return new Look(this, truth.when(), Map.of(), wanted(), circumstance.policy());
        }

        Intent wanted() {
            return circumstance.on(Intents.toRetire(retire, strategy));
        }
    }

    /** A look of a turn at an occasion. */
    private static final class Look {
        private final TrustState state;
        private final Phase phase;
        private final Intent intent;
        private final Policy policy;

        Look(Occasion occasion, Instant at, Map<String, String> annotations, Intent wanted, Policy policy) {
            Truth truth = occasion.truth().at(at);
            Snapshot snapshot = occasion.circumstance()
                    .on(truth.seen().anchor(a -> a.annotated(annotations)), at)
                    .build();
            this.intent = Intents.noted(snapshot, truth.remembered(wanted));
            this.state = Decider.state(snapshot, intent, policy).orElseThrow();
            this.phase = Phase.of(state, intent);
            this.policy = policy;
        }

        Decision decide(Gates gates) {
            return Decider.decide(state, phase, intent, gates, policy);
        }

        Decision decide(Hindrances hindrances) {
            return decide(hindrances.gates(policy, state, intent));
        }
    }

    void judge(Occasion occasion, Hindrances hindrances) {
        Look look = look(occasion, hindrances, hindrances.now(), Map.of());
        Decision free = look.decide(Gates.OPEN);
        Decision decision = look.decide(hindrances);
        tally.judged();
        if (decision instanceof Decision.Hold hold) {
            tally.count(hold.gate());
            judgeWayOn(occasion, hindrances, hold);
        }
        String wrong = free instanceof Decision.Act act ? wrong(look, act, hindrances, decision) : "";
        boolean isChanged = !(free instanceof Decision.Act) && !decision.equals(free);
        tally.expect(
                wrong.isEmpty() && !isChanged,
                () -> (isChanged ? "changed by gates" : wrong) + ": " + free + " -> " + decision + ", " + look.phase
                        + ", " + occasion + ", " + hindrances);
    }

    private static Look look(
            Occasion occasion, Hindrances hindrances, Instant at, Map<String, String> moreAnnotations) {
        Intent intent = hindrances.noted(occasion.wanted());
        Map<String, String> annotations = new HashMap<>(hindrances.annotations(intent));
        annotations.putAll(moreAnnotations);
        return new Look(occasion, at, annotations, intent, hindrances.policy(occasion.circumstance()));
    }

    /** What is wrong with {@code decision}, in place of {@code free}; empty if nothing is. */
    private static String wrong(Look look, Decision.Act free, Hindrances hindrances, Decision decision) {
        boolean isReleased = decision instanceof Decision.Act act && act.step() instanceof Step.ReleaseIssuer;
        if (free.step() instanceof Step.ReleaseIssuer) {
            return decision.equals(free) ? "" : "keeps the issuer held";
        }
        if (hindrances.isPaused() || hindrances.isUnapproved()) {
            return isReleased || isHeld(decision, hindrances.isPaused() ? Gate.Kind.PAUSE : Gate.Kind.APPROVAL)
                    ? ""
                    : "goes past a pause, or without approval";
        }
        if (!mayBeNoticed(look, free.step())) {
            return decision.equals(free) ? "" : "holds what nobody notices";
        }
        Permission permission = hindrances.isWindowOpen() ? Permission.MUST : inWindow(look, free.step(), hindrances);
        boolean goesOn = decision.equals(free);
        boolean isHeld = isReleased || decision instanceof Decision.Hold;
        if (hindrances.areAlertsInTheWay() || permission == Permission.MUST_NOT) {
            return isHeld ? "" : "goes past a closed window, or firing alerts";
        }
        return goesOn || (permission == Permission.MAY && isHeld) ? "" : "is held though nothing is in the way";
    }

    private static boolean isHeld(Decision decision, Gate.Kind gate) {
        return decision instanceof Decision.Hold hold && hold.gate() == gate;
    }

    /** By the table of {@code docs/operations.md}; what mends what fails already is noticed by nobody. */
    private static boolean mayBeNoticed(Look look, Step step) {
        boolean fails = look.phase == Phase.BROKEN
                || (look.intent.strategy() == Strategy.RECOVER && look.phase != Phase.PURGING);
        if (step instanceof Step.Restart) {
            return !fails && !look.state.isIdentityStuck();
        }
        boolean begins = !look.state.isUnfinished() && !(step instanceof Step.SetPrevious);
        boolean breaks = step instanceof Step.RenewIssuer
                && look.intent.strategy() == Strategy.DOCUMENTED
                && !look.state.withoutAnchor().isEmpty();
        return !fails && (begins || breaks);
    }

    private enum Permission {
        MUST,
        MAY,
        MUST_NOT
    }

    /** Outside of a window, or in one that is too short. */
    private static Permission inWindow(Look look, Step step, Hindrances hindrances) {
        MaintenanceWindows windows = hindrances.windows();
        Optional<Instant> next = windows.next(hindrances.now()).map(Opening::start);
        if (!look.state.isUnfinished() && !(step instanceof Step.Restart)) {
            if (hindrances.window() == Hindrances.Window.ENDING) {
                return Permission.MAY; // the restarts may fit into the next
            }
            boolean acts = hindrances.onDeadline() == OnDeadline.ACT
                    && !next.map(Deadline.withoutHold(look.state).at()::isAfter).orElse(false);
            return acts ? Permission.MUST : Permission.MUST_NOT;
        }
        if (hindrances.window() == Hindrances.Window.TOO_SHORT) {
            return Permission.MUST; // it is open, and no other will do either
        }
        if (!look.state.isUnfinished()) {
            return Permission.MUST_NOT;
        }
        Instant breaks = Deadline.of(look.state).at();
        Instant renewal = Race.end(look.state.snapshot());
        Instant soonest = look.state.withoutAnchor().isEmpty() || breaks.isBefore(renewal) ? breaks : renewal;
        if (next.map(soonest::isBefore).orElse(true)) {
            return Permission.MUST;
        }
        return next.get().plus(ALL_RESTARTS).isBefore(soonest) ? Permission.MUST_NOT : Permission.MAY;
    }

    /** There is a time, or something to do that is said, after which the same gate holds nothing up. */
    private void judgeWayOn(Occasion occasion, Hindrances hindrances, Decision.Hold hold) {
        Decision then = afterwards(occasion, hindrances, hold);
        tally.expect(
                !isHeld(then, hold.gate()),
                () -> "no way on: " + hold + " -> " + then + ", " + occasion + ", " + hindrances);
    }

    private static Decision afterwards(Occasion occasion, Hindrances hindrances, Decision.Hold hold) {
        if (hold.until().isPresent()) {
            Look later = look(occasion, hindrances, hold.until().get(), Map.of());
            return later.decide(hindrances);
        }
        Matcher approval = APPROVAL.matcher(hold.reason());
        if (approval.find()) {
            Look approved = look(occasion, hindrances, hindrances.now(), Map.of("approve", approval.group(1)));
            return approved.decide(hindrances);
        }
        if (hold.reason().contains("capstan resume")) {
            return look(occasion, hindrances.resumed(), hindrances.now(), Map.of())
                    .decide(hindrances.resumed());
        }
        Hindrances now = hindrances.started(Hindrances.Start.NOW);
        return hold.reason().contains("capstan rotate --now")
                ? look(occasion, now, hindrances.now(), Map.of()).decide(now)
                : hold;
    }
}
