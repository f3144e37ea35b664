package io.capstan.rotation;

import io.capstan.pki.Listing;
import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.Restart;
import io.capstan.trust.Snapshot;
import io.capstan.trust.Suspension;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import io.capstan.window.MaintenanceWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
        List<PlannedStep> steps = next instanceof Decision.Done
                ? List.of()
                : Stream.concat(
                                healing(phase, state, intent.strategy(), policy),
                                steps(snapshot, intent, policy, RestartBudget.lacking(state)).stream()
                                        .filter(step -> phase == Phase.STEADY || isAhead(step, phase)))
                        .toList();
        return new Plan(
                phase,
                intent.strategy(),
                steps,
                steps.isEmpty() ? List.of() : workloads(snapshot, intent, policy, ahead(state, phase, intent)),
                total(steps),
                Deadline.of(state),
                policy.schedule().windows(),
                snapshot.now(),
                snapshot.instructions().pauseAt(snapshot.now()),
                fit(state, policy),
                warnings(intent.strategy(), policy),
                next instanceof Decision.Refuse refuse ? refuse.reasons() : List.of(),
                next);
    }

    static Duration expectedDuration(Snapshot snapshot, Intent intent, Policy policy) {
        return total(steps(snapshot, intent, policy, workload -> true));
    }

    /** What brings a mesh that is in danger, or broken, to where a rotation goes on. */
    private static Stream<PlannedStep> healing(Phase phase, TrustState state, Strategy strategy, Policy policy) {
        if (phase == Phase.ENDANGERED && !state.lost().isEmpty()) {
            return Stream.of(quiet(
                    phase,
                    "put " + state.lost() + " back into "
                            + state.snapshot().previous().ref() + ", so that the bundle holds it again",
                    Duration.ofSeconds(5)));
        }
        Stream<PlannedStep> unsticking = HardState.putsIdentityFirst(state, strategy)
                ? Stream.of(quiet(
                        phase,
                        "restart identity before all others: " + HardState.stuck(state),
                        RestartBudget.identity(state.snapshot(), policy)))
                : Stream.empty();
        Stream<PlannedStep> restoring = phase == Phase.BROKEN && !strategy.hasOwnOrder(state)
                ? Stream.of(quiet(
                        phase,
                        "restart at once what refuses its peers: " + HardState.broken(state),
                        RestartBudget.left(state, policy)))
                : Stream.empty();
        return Stream.concat(unsticking, restoring);
    }

    /** Restarts of nothing, since all have been restarted, take no time. */
    private static boolean isAhead(PlannedStep step, Phase present) {
        return step.phase() != Phase.STEADY
                && step.phase().compareTo(present) >= 0
                && !step.expected().isZero();
    }

    private static Duration total(List<PlannedStep> steps) {
        return steps.stream().map(PlannedStep::expected).reduce(Duration.ZERO, Duration::plus);
    }

    /** @param lacking who is restarted for the new anchor; whoever has loaded it already is not */
    private static List<PlannedStep> steps(
            Snapshot snapshot, Intent intent, Policy policy, Predicate<Workload> lacking) {
        List<PlannedStep> steps = new ArrayList<>();
        Duration lag = RestartBudget.bundleLag(policy);
        Duration wholeDataPlane = RestartBudget.dataPlane(snapshot, policy);
        Duration wholeControlPlane = RestartBudget.controlPlane(snapshot, policy);
        Duration dataPlane = RestartBudget.dataPlane(snapshot, policy, lacking);
        Duration controlPlane = RestartBudget.controlPlane(snapshot, policy, lacking);
        if (!Race.of(snapshot, policy).isWon() || Fit.needsFreshIssuer(snapshot, policy)) {
            steps.add(quiet(
                    Phase.STEADY,
                    new Step.RenewIssuer(snapshot.issuer()).text() + ", to have its whole life ahead",
                    lag));
        }
        if (policy.schedule().holdIssuer()) {
            steps.add(quiet(
                    Phase.STEADY,
                    "hold the identity issuer's renewal until every proxy has loaded the new anchor",
                    Duration.ofSeconds(5)));
        }
        steps.add(disturbing(Phase.STEADY, new Step.RenewAnchor(snapshot.anchor()).text(), Duration.ofSeconds(5)));
        steps.add(quiet(
                Phase.DISTRIBUTING,
                "wait until every volume shows the bundle with both anchors, and prove the injector by dry run",
                lag));
        if (intent.strategy() == Strategy.RECOVER) {
            steps.add(quiet(Phase.DISTRIBUTING, renewIssuer(snapshot), lag));
            steps.add(quiet(
                    Phase.DISTRIBUTING,
                    "restart everything at once",
                    Collections.max(List.of(dataPlane, controlPlane))));
            steps.add(convergence(snapshot, intent, policy, Duration.ZERO));
        } else if (intent.strategy() == Strategy.DOCUMENTED) {
            steps.add(disturbing(Phase.DISTRIBUTING, renewIssuer(snapshot), lag));
            steps.add(disturbing(Phase.DISTRIBUTING, "restart the control plane", controlPlane));
            steps.add(disturbing(Phase.DISTRIBUTING, restartDataPlane(snapshot, lacking), dataPlane));
            steps.add(disturbing(
                    Phase.CONVERGING,
                    "restart the rest of the control plane again, whose leaves may be under the old anchor",
                    wholeControlPlane));
        } else {
            steps.add(disturbing(Phase.DISTRIBUTING, restartDataPlane(snapshot, lacking), dataPlane));
            steps.add(disturbing(Phase.DISTRIBUTING, "restart the control plane, linkerd-identity last", controlPlane));
            steps.add(quiet(Phase.SWITCHING, renewIssuer(snapshot), lag));
            steps.add(disturbing(
                    Phase.SWITCHING,
                    "prove every replica of identity by restarting it",
                    RestartBudget.identity(snapshot, policy)));
            steps.add(convergence(snapshot, intent, policy, wholeDataPlane.plus(wholeControlPlane)));
        }
        steps.add(quiet(
                Phase.RETIRING,
                "retire the old anchor: " + snapshot.previous().ref() + " gets the new one, certificate only",
                Duration.ofSeconds(5)));
        if (intent.purge()) {
            steps.add(disturbing(
                    Phase.PURGING,
                    "restart everything once more, so that no running proxy trusts the old anchor",
                    lag.plus(wholeDataPlane).plus(wholeControlPlane)));
        }
        return steps;
    }

    private static PlannedStep convergence(Snapshot snapshot, Intent intent, Policy policy, Duration restarts) {
        return !intent.strategy().restartsForLeaves()
                ? quiet(
                        Phase.CONVERGING,
                        "wait until every proxy has renewed its leaf under the new anchor",
                        leafLife(snapshot, policy))
                : disturbing(
                        Phase.CONVERGING,
                        "restart the data plane and the control plane again, to renew every leaf",
                        restarts);
    }

    private static PlannedStep quiet(Phase phase, String text, Duration expected) {
        return new PlannedStep(phase, text, false, expected);
    }

    private static PlannedStep disturbing(Phase phase, String text, Duration expected) {
        return new PlannedStep(phase, text, true, expected);
    }

    private static Duration leafLife(Snapshot snapshot, Policy policy) {
        return snapshot.linkerd()
                .issuanceLifetime()
                .plus(snapshot.linkerd().clockSkewAllowance().multipliedBy(2))
                .plus(policy.margins().clockSkew());
    }

    private static String renewIssuer(Snapshot snapshot) {
        return new Step.RenewIssuer(snapshot.issuer()).text();
    }

    private static String restartDataPlane(Snapshot snapshot, Predicate<Workload> lacking) {
        long count = snapshot.dataPlane().workloads().stream()
                .map(MeshedWorkload::workload)
                .filter(workload -> workload.restart().isPossible() && lacking.test(workload))
                .count();
        return "restart the data plane: " + Listing.count(count, "workload") + ", batch by batch";
    }

    /** What the steps that are ahead may restart, and what a person has left. Where something is broken that may be all. */
    private static Predicate<Workload> ahead(TrustState state, Phase phase, Intent intent) {
        if (intent.purge() || intent.strategy().restartsForLeaves()) {
            return workload -> true;
        }
        Predicate<Workload> isLeft = workload -> intent.left().contains(workload.ref());
        Predicate<Workload> isIdentity = workload -> state.snapshot()
                .controlPlane()
                .identity()
                .filter(identity -> identity.workload().equals(workload))
                .isPresent();
        return switch (phase) {
            case SPREADING, DISTRIBUTING ->
                RestartBudget.lacking(state).or(isLeft).or(isIdentity);
            case SWITCHING -> isLeft.or(isIdentity);
            case CONVERGING, RETIRING -> isLeft;
            default -> workload -> true;
        };
    }

    private static List<PlannedRestart> workloads(
            Snapshot snapshot, Intent intent, Policy policy, Predicate<Workload> ahead) {
        Stream<Workload> dataPlane = snapshot.dataPlane().workloads().stream().map(MeshedWorkload::workload);
        Stream<Workload> controlPlane = Stream.concat(
                        snapshot.controlPlane().withoutIdentity(), snapshot.controlPlane().identity().stream())
                .map(Component::workload);
        return Stream.concat(dataPlane, controlPlane)
                .filter(ahead)
                .map(workload -> planned(workload, intent, policy))
                .toList();
    }

    private static PlannedRestart planned(Workload workload, Intent intent, Policy policy) {
        Duration expected = RestartBudget.of(workload, policy);
        if (intent.left().contains(workload.ref())) {
            return new PlannedRestart(workload, false, "left, as you asked", Duration.ZERO, false);
        }
        if (workload.restart() instanceof Restart.Impossible impossible) {
            return new PlannedRestart(workload, false, impossible.why(), Duration.ZERO, false);
        }
        return workload.restart() instanceof Restart.EndsByItself ends
                ? new PlannedRestart(workload, false, ends.why(), Duration.ZERO, false)
                : new PlannedRestart(
                        workload,
                        true,
                        "loads the anchors only at its start",
                        expected,
                        policy.measured().containsKey(workload.ref()));
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
