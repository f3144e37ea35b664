package io.capstan.rotation;

import io.capstan.trust.Snapshot;
import io.capstan.trust.Suspension;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import io.capstan.window.MaintenanceWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rotation would do from here.
 *
 * @param steps in their order, from the present phase on
 * @param workloads what those steps may restart, and what they cannot, in the order of their restarts
 * @param expected from now to the end
 * @param windows when what disturbs users may be done
 * @param now the time that it was made at
 * @param pause what somebody has paused it with, if that stands
 * @param fit how the restarts fit into the windows; empty where there are none, or the anchor has been renewed already
 * @param warnings what the strategy breaks, and what may be done outside of a window, said beforehand
 * @param blockers why it would refuse now
 * @param next the decision that would be taken now
 */
public record Plan(
        Phase phase,
        Strategy strategy,
        List<PlannedStep> steps,
        List<PlannedRestart> workloads,
        Duration expected,
        Deadline deadline,
        MaintenanceWindows windows,
        Instant now,
        Optional<Suspension> pause,
        Optional<Fit> fit,
        List<String> warnings,
        List<String> blockers,
        Decision next) {

    /**
     * @param phase where the step belongs; STEADY stands for the start
     * @param disturbs whether users may notice it: only such steps wait for a maintenance window
     * @param expected how long it takes
     */
    public record PlannedStep(Phase phase, String text, boolean disturbs, Duration expected) {}

    /**
     * @param why it is restarted, or why it cannot be
     * @param measured whether what is expected is what an earlier rotation took, rather than an estimate
     */
    public record PlannedRestart(
            Workload workload, boolean possible, String why, Duration expected, boolean measured) {}

    /** This plan with no other workloads than those of {@code namespace}: to be shown. */
    public Plan withWorkloadsOf(String namespace) {
        List<PlannedRestart> there = workloads.stream()
                .filter(restart -> restart.workload().ref().namespace().equals(namespace))
                .toList();
        return new Plan(
                phase, strategy, steps, there, expected, deadline, windows, now, pause, fit, warnings, blockers, next);
    }

    public static Plan of(TrustState state, Intent intent, Gates gates, Policy policy) {
        Snapshot snapshot = state.snapshot();
        Phase phase = Phase.of(state, intent);
        Decision next = Decider.decide(state, phase, intent, gates, policy);
        List<PlannedStep> steps =
                next instanceof Decision.Done ? List.of() : PlannedSteps.from(phase, state, intent, policy);
        return new Plan(
                phase,
                intent.strategy(),
                steps,
                steps.isEmpty() ? List.of() : PlannedRestarts.from(phase, state, intent, policy),
                PlannedSteps.total(steps),
                Deadline.of(state),
                policy.schedule().windows(),
                snapshot.now(),
                snapshot.instructions().pauseAt(snapshot.now()),
                fit(state, policy),
                warnings(intent.strategy(), policy),
                next instanceof Decision.Refuse refuse ? refuse.reasons() : List.of(),
                next);
    }

    private static Optional<Fit> fit(TrustState state, Policy policy) {
        Snapshot snapshot = state.snapshot();
        MaintenanceWindows windows = policy.schedule().windows();
        if (windows.isAlways() || state.isUnfinished()) {
            return Optional.empty();
        }
        Fit present = Fit.now(snapshot, policy);
        boolean startsNow = windows.at(snapshot.now()).isPresent() && present.fits();
        return Optional.of(startsNow ? present : Fit.later(snapshot, policy).orElse(present));
    }

    private static List<String> warnings(Strategy strategy, Policy policy) {
        List<String> warnings = new ArrayList<>();
        if (strategy == Strategy.DOCUMENTED) {
            warnings.add(
                    "documented breaks handshakes: from the restart of the control plane until the last workload has"
                            + " restarted, restarted and unrestarted proxies refuse each other in both directions");
            warnings.add(
                    "from then on unrestarted proxies cannot renew their leaves; use seamless or prompt to avoid both");
        }
        if (strategy == Strategy.RECOVER) {
            warnings.add(
                    "downtime cannot be avoided any more: handshakes fail until everything has restarted, all at once,"
                            + " without guards and outside of maintenance windows");
        }
        if (!policy.schedule().windows().isAlways()) {
            warnings.add("once the anchor is renewed, restarts go on past the end of a maintenance window where the"
                    + " identity issuer's renewal would come before they could be done in the next");
        }
        return warnings;
    }

    /** What would be waited for or done now, in words; empty when there is nothing to do. */
    public Optional<String> nextText() {
        if (next instanceof Decision.Act act) {
            return Optional.of(act.step().text() + " (" + act.why() + ")");
        }
        if (next instanceof Decision.Wait wait) {
            return Optional.of("wait for " + wait.reason());
        }
        return next instanceof Decision.Hold hold ? Optional.of("held: " + hold.reason()) : Optional.empty();
    }
}
