package io.capstan.check;

import io.capstan.rotation.Deadline;
import io.capstan.rotation.Due;
import io.capstan.rotation.Fit;
import io.capstan.rotation.OnDeadline;
import io.capstan.rotation.Schedule;
import io.capstan.rotation.WindowGate;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.Instructions;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Suspension;
import io.capstan.trust.TrustState;
import io.capstan.window.Durations;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When rotations begin and go on by themselves, and what keeps them from it. */
final class ScheduleRules {
    /** A pause longer than this is taken for one that somebody has forgotten. */
    private static final Duration FORGOTTEN = Duration.ofDays(7);

    private ScheduleRules() {}

    static Verdict due(Examination e) {
        ObjectRef anchor = e.snapshot().anchor().ref();
        boolean isNeverDue =
                e.anchor().filter(a -> Due.isDueFromTheStart(a, e.policy())).isPresent();
        if (isNeverDue) {
            return Verdict.warning(
                    anchor,
                    "capstan.rotate-before (" + Durations.text(e.policy().rotateBefore())
                            + ") is no shorter than the life of the trust anchor, so every new one would be due at once;"
                            + " none is because of its end",
                    "set capstan.rotate-before to less than spec.duration of " + anchor);
        }
        return e.withTrust(
                anchor,
                state -> Due.of(state, e.policy())
                        .map(due -> due(e, due, anchor))
                        .orElseGet(() -> Verdict.ok(anchor, "a rotation is due from " + whenDue(e, state) + " on")));
    }

    private static Verdict due(Examination e, Due due, ObjectRef anchor) {
        Schedule schedule = e.policy().schedule();
        if (e.intent().isPresent()) {
            return Verdict.info(
                    anchor, "a rotation is under way since " + e.intent().get().startedAt());
        }
        if (!due.isBegunBy(schedule)) {
            return Verdict.warning(
                    anchor,
                    "a rotation is due: " + due.text() + "; it does not begin by itself (capstan.automatic is never)",
                    "capstan rotate, or the annotation capstan.io/rotate, begins it");
        }
        return schedule.approvalRequired() && !isApproved(e)
                ? Verdict.warning(
                        anchor,
                        "a rotation is due: " + due.text() + "; it waits for approval (capstan.approval is manual)",
                        "approve it with the annotation capstan.io/approve, whose value is the sha256 of the anchor to retire"
                                + " or the first digits of it; capstan plan shows what it would do")
                : Verdict.info(anchor, "a rotation is due: " + due.text() + "; capstan run begins it");
    }

    private static boolean isApproved(Examination e) {
        return e.trust().stream()
                .flatMap(state -> state.wanted().stream())
                .anyMatch(retire -> e.snapshot()
                        .instructions()
                        .approves(retire.fingerprint().hex()));
    }

    private static Instant whenDue(Examination e, TrustState state) {
        Instant byEnd = state.anchor().notAfter().minus(e.policy().rotateBefore());
        return e.policy()
                .schedule()
                .maxAge()
                .map(state.anchor().notBefore()::plus)
                .filter(byEnd::isAfter)
                .orElse(byEnd);
    }

    static Verdict pause(Examination e) {
        ObjectRef anchor = e.snapshot().anchor().ref();
        return e.snapshot()
                .instructions()
                .pause()
                .map(pause -> pause(e, pause, anchor))
                .orElseGet(() -> Verdict.ok(anchor, "nobody has paused it"));
    }

    private static Verdict pause(Examination e, Suspension pause, ObjectRef anchor) {
        if (pause.isOver(e.now())) {
            return Verdict.info(
                    anchor,
                    "a pause ended by itself at " + pause.until().orElse(e.now()),
                    "capstan resume clears it away");
        }
        String message = "paused " + pause.text();
        String resume = "capstan resume lets rotations begin and go on";
        boolean isInTheWay = e.intent().isPresent()
                || e.trust().flatMap(state -> Due.of(state, e.policy())).isPresent();
        if (isInTheWay) {
            return Verdict.warning(anchor, message + "; a rotation is due or under way and stands still", resume);
        }
        boolean isForgotten = pause.since()
                .map(since -> e.until(since.plus(FORGOTTEN)).isNegative())
                .orElse(pause.until().isEmpty());
        return isForgotten
                ? Verdict.warning(anchor, message + "; has it been forgotten?", resume)
                : Verdict.info(anchor, message, resume);
    }

    static Verdict instructions(Examination e) {
        Instructions instructions = e.snapshot().instructions();
        ObjectRef anchor = e.snapshot().anchor().ref();
        return instructions.mistakes().isEmpty()
                ? Verdict.ok(anchor, "no annotation of Capstan on it is in doubt")
                : Verdict.warning(
                        anchor,
                        String.join("; also, ", instructions.mistakes()),
                        "set it again with kubectl annotate --overwrite, or remove it; until then it counts as absent,"
                                + " and a pause has no end then");
    }

    static Verdict windows(Examination e) {
        ObjectRef anchor = e.snapshot().anchor().ref();
        MaintenanceWindows windows = e.policy().schedule().windows();
        return windows.isAlways()
                ? Verdict.ok(anchor, "no maintenance window is configured: any time will do")
                : e.withTrust(anchor, state -> windows(e, state, windows, anchor));
    }

    private static Verdict windows(Examination e, TrustState state, MaintenanceWindows windows, ObjectRef anchor) {
        String when = windows.at(e.now())
                        .map(opening -> "a maintenance window is open until " + e.when(opening.end()))
                        .orElseGet(() -> "no maintenance window is open")
                + windows.next(e.now())
                        .map(Opening::start)
                        .map(start -> ", the next begins at " + e.when(start))
                        .orElse(", and none is to come");
        if (state.isUnfinished()) {
            return Verdict.ok(anchor, when);
        }
        Optional<Fit> later = Fit.later(e.snapshot(), e.policy());
        Fit present = Fit.now(e.snapshot(), e.policy());
        boolean startsNow = windows.at(e.now()).isPresent() && present.fits();
        if (!startsNow && WindowGate.deadlineComesFirst(state, e.policy(), later)) {
            return beforeTheNextWindow(e, state, when, anchor);
        }
        return startsNow || later.isPresent()
                ? Verdict.ok(anchor, when)
                : Verdict.warning(
                        anchor,
                        when + "; a rotation could not start in any: " + present.text(),
                        "make a window longer, restart more workloads at once, or hold the issuer's renewal"
                                + " (capstan.hold-issuer)");
    }

    private static Verdict beforeTheNextWindow(Examination e, TrustState state, String when, ObjectRef anchor) {
        Deadline deadline = Deadline.of(state);
        boolean acts = e.policy().schedule().onDeadline() == OnDeadline.ACT;
        return Verdict.critical(
                anchor,
                when + "; mTLS breaks before a rotation can start in one, at " + e.when(deadline.at()) + ": "
                        + deadline.cause(),
                acts
                        ? "capstan.on-deadline is act: capstan run rotates outside of a window"
                        : "capstan rotate --now, or set capstan.on-deadline to act");
    }

    static Verdict issuerHeld(Examination e) {
        ObjectRef issuer = e.snapshot().issuer().ref();
        Optional<String> held = e.snapshot().issuer().resource().flatMap(CertificateResource::heldPolicy);
        if (held.isEmpty()) {
            return Verdict.ok(issuer, "its renewal is not held");
        }
        String message = "its renewal is held while restarts are under way; the policy before is " + held.get();
        return e.intent().isPresent()
                ? Verdict.info(issuer, message)
                : Verdict.warning(
                        issuer,
                        message + "; no rotation is under way, so nobody needs that",
                        "capstan run gives it back; or set spec.renewal.policy back yourself and remove the annotation"
                                + " capstan.io/held-renewal-policy");
    }
}
