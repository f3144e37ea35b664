package io.capstan.rotation;

import io.capstan.rotation.Occasion.Look;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.Opening;
import java.time.Duration;
import java.time.Instant;
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

    void judge(Occasion occasion, Hindrances hindrances) {
        Look look = occasion.look(hindrances);
        Decision free = look.decide(Gates.OPEN);
        Decision decision = look.decide(hindrances);
        tally.judged();
        if (decision instanceof Decision.Hold hold) {
            tally.count(hold.gate());
            judgeWayOn(occasion, hindrances, hold);
        }
        String wrong = wrong(look, free, hindrances, decision);
        tally.expect(
                wrong.isEmpty(),
                () -> wrong + ": " + free + " -> " + decision + ", " + look.phase() + ", " + occasion + ", "
                        + hindrances);
    }

    /** What is wrong with {@code decision}, in place of {@code free}; empty if nothing is. */
    private static String wrong(Look look, Decision free, Hindrances hindrances, Decision decision) {
        boolean goesOn = decision.equals(free);
        if (!(free instanceof Decision.Act act) || act.step() instanceof Step.ReleaseIssuer) {
            return goesOn ? "" : "is changed by gates";
        }
        boolean isReleased = decision instanceof Decision.Act instead && instead.step() instanceof Step.ReleaseIssuer;
        if (hindrances.isPaused() || hindrances.isUnapproved()) {
            return isReleased || isHeld(decision, hindrances.isPaused() ? Gate.Kind.PAUSE : Gate.Kind.APPROVAL)
                    ? ""
                    : "goes past a pause, or without approval";
        }
        if (!mayBeNoticed(look, act.step())) {
            return goesOn ? "" : "is held though nobody notices it";
        }
        Permission permission = hindrances.isWindowOpen() ? Permission.MUST : inWindow(look, act.step(), hindrances);
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
        boolean fails = look.phase() == Phase.BROKEN
                || (look.intent().strategy() == Strategy.RECOVER && look.phase() != Phase.PURGING);
        if (step instanceof Step.Restart) {
            return !fails && !look.state().isIdentityStuck();
        }
        boolean begins = !look.state().isUnfinished() && !(step instanceof Step.SetPrevious);
        boolean breaks = step instanceof Step.RenewIssuer
                && look.intent().strategy() == Strategy.DOCUMENTED
                && !look.state().withoutAnchor().isEmpty();
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
        if (!look.state().isUnfinished() && !(step instanceof Step.Restart)) {
            if (hindrances.window() == Hindrances.Window.ENDING) {
                return Permission.MAY; // the restarts may fit into the next
            }
            boolean acts = hindrances.onDeadline() == OnDeadline.ACT
                    && !next.map(Deadline.withoutHold(look.state()).at()::isAfter)
                            .orElse(false);
            return acts ? Permission.MUST : Permission.MUST_NOT;
        }
        if (hindrances.window() == Hindrances.Window.TOO_SHORT) {
            return Permission.MUST; // it is open, and no other will do either
        }
        if (!look.state().isUnfinished()) {
            return Permission.MUST_NOT;
        }
        Instant breaks = Deadline.of(look.state()).at();
        Instant renewal = Race.end(look.state().snapshot());
        Instant soonest = look.state().withoutAnchor().isEmpty() || breaks.isBefore(renewal) ? breaks : renewal;
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
            return occasion.look(hindrances, hold.until().get(), Map.of()).decide(hindrances);
        }
        Matcher approval = APPROVAL.matcher(hold.reason());
        if (approval.find()) {
            return occasion.look(hindrances, hindrances.now(), Map.of("approve", approval.group(1)))
                    .decide(hindrances);
        }
        if (hold.reason().contains("capstan resume")) {
            return occasion.look(hindrances.resumed()).decide(hindrances.resumed());
        }
        Hindrances now = hindrances.started(Hindrances.Start.NOW);
        return hold.reason().contains("capstan rotate --now")
                ? occasion.look(now).decide(now)
                : hold;
    }
}
