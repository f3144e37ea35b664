package io.capstan.rotation;

import io.capstan.pki.Listing;
import io.capstan.rotation.Plan.PlannedStep;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The steps of a rotation, and how long each takes. */
final class PlannedSteps {
    private PlannedSteps() {}

    /** Those that are ahead, with what heals the mesh before them. */
    static List<PlannedStep> from(Phase phase, TrustState state, Intent intent, Policy policy) {
        return Stream.concat(
                        healing(phase, state, intent.strategy(), policy),
                        all(state.snapshot(), intent, policy, RestartBudget.lacking(state)).stream()
                                .filter(step -> phase == Phase.STEADY || isAhead(step, phase)))
                .toList();
    }

    /** How long a whole rotation takes. */
    static Duration expectedDuration(Snapshot snapshot, Intent intent, Policy policy) {
        return total(all(snapshot, intent, policy, workload -> true));
    }

    static Duration total(List<PlannedStep> steps) {
        return steps.stream().map(PlannedStep::expected).reduce(Duration.ZERO, Duration::plus);
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

    /** @param lacking who is restarted for the new anchor; whoever has loaded it already is not */
    private static List<PlannedStep> all(Snapshot snapshot, Intent intent, Policy policy, Predicate<Workload> lacking) {
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
}
