package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Plan.PlannedRestart;
import io.capstan.rotation.Plan.PlannedStep;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Restart;
import io.capstan.trust.TrustState;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a plan says beforehand. The restarts of the data plane take 1m 30s, those of the control plane 1m. */
class PlanTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final ObjectRef WEB = new ObjectRef("Deployment", "emojivoto", "web");
    private static final Instant RELOADED = Pki.RENEWED.plus(Duration.ofMinutes(4));

    private static final String RENEW_ANCHOR =
            "steady * renew the trust anchor (Certificate cert-manager/linkerd-trust-anchor) 5s";
    private static final String WAIT_FOR_VOLUMES = "distributing wait until every volume shows the bundle with both"
            + " anchors, and prove the injector by dry run 2m 30s";
    private static final String RENEW_ISSUER =
            "renew the identity issuer (Certificate linkerd/linkerd-identity-issuer)";
    private static final String WAIT_FOR_LEAVES =
            "converging wait until every proxy has renewed its leaf under the new anchor 1d";
    private static final String RETIRE = "retiring retire the old anchor: Secret cert-manager/linkerd-previous-anchor"
            + " gets the new one, certificate only 5s";

    private static final String IDENTITY_FIRST =
            "restart identity before all others: no replica of Deployment linkerd/linkerd-identity is ready";

    private static Intent intent(Strategy strategy) {
        return Intents.toRetire(OLD.fingerprint(), strategy);
    }

    private static Plan plan(Snapshots cluster, Intent intent, Gates gates, Policy policy) {
        TrustState state = Decider.state(cluster.build(), intent, policy).orElseThrow();
        return Plan.of(state, intent, gates, policy);
    }

    private static Plan plan(Snapshots cluster, Intent intent) {
        return plan(cluster, intent, Gates.OPEN, Policy.DEFAULT);
    }

    private static Plan plan(Snapshots cluster, Policy policy) {
        return plan(cluster, intent(Strategy.SEAMLESS), Gates.OPEN, policy);
    }

    private static Plan plan(Snapshots cluster) {
        return plan(cluster, Policy.DEFAULT);
    }

    /** The phase, a star if it disturbs, what is done, how long it takes. */
    private static List<String> lines(Plan plan) {
        return plan.steps().stream().map(PlanTest::line).toList();
    }

    private static String line(PlannedStep step) {
        return step.phase().text() + (step.disturbs() ? " * " : " ") + step.text() + " "
                + Durations.text(step.expected());
    }

    private static List<String> names(Plan plan) {
        return plan.workloads().stream()
                .map(restart -> restart.workload().ref().name())
                .toList();
    }

    private static PlannedRestart of(String name, Plan plan) {
        return plan.workloads().stream()
                .filter(restart -> restart.workload().ref().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class FromTheStart {
        @Test
        void seamlessRestartsOnceAndThenWaitsForTheLeaves() {
            assertThat(lines(plan(Snapshots.steady())))
                    .containsExactly(
                            RENEW_ANCHOR,
                            WAIT_FOR_VOLUMES,
                            "distributing * restart the data plane: 3 workloads, batch by batch 1m 30s",
                            "distributing * restart the control plane, linkerd-identity last 1m",
                            "switching " + RENEW_ISSUER + " 2m 30s",
                            "switching * prove every replica of identity by restarting it 30s",
                            WAIT_FOR_LEAVES,
                            RETIRE);
        }

        @Test
        void theWaitIsForALeafsLifeAndForClocksThatDiffer() {
            assertThat(plan(Snapshots.steady().issuanceLifetime(Duration.ofHours(2)))
                            .steps())
                    .filteredOn(step -> step.phase() == Phase.CONVERGING)
                    .extracting(PlannedStep::expected)
                    // Linkerd allows 20s at both ends, and 30s are this program's own margin
                    .containsExactly(Duration.ofHours(2).plusSeconds(2 * 20 + 30));
        }

        @Test
        void promptRestartsEverythingOnceMoreInsteadOfTheWait() {
            assertThat(lines(plan(Snapshots.steady(), intent(Strategy.PROMPT))))
                    .contains("converging * restart the data plane and the control plane again, to renew every leaf"
                            + " 2m 30s")
                    .doesNotContain(WAIT_FOR_LEAVES);
        }

        @Test
        void documentedRenewsTheIssuerBeforeItRestartsAndSaysWhatThatBreaks() {
            Plan plan = plan(Snapshots.steady(), intent(Strategy.DOCUMENTED));
            assertThat(lines(plan))
                    .containsExactly(
                            RENEW_ANCHOR,
                            WAIT_FOR_VOLUMES,
                            "distributing * " + RENEW_ISSUER + " 2m 30s",
                            "distributing * restart the control plane 1m",
                            "distributing * restart the data plane: 3 workloads, batch by batch 1m 30s",
                            "converging * restart the rest of the control plane again, whose leaves may be under the"
                                    + " old anchor 1m",
                            RETIRE);
            assertThat(plan.warnings())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("documented breaks handshakes: from the restart of the control plane");
        }

        @Test
        void recoverRestartsEverythingAtOnceWhichTakesAsLongAsTheSlowerHalf() {
            Plan plan = plan(Snapshots.steady().now(OLD.notAfter().plusSeconds(1)), intent(Strategy.RECOVER));
            assertThat(lines(plan))
                    .contains("distributing " + RENEW_ISSUER + " 2m 30s", WAIT_FOR_LEAVES)
                    .contains("distributing restart everything at once 1m 30s");
            assertThat(plan.warnings()).singleElement().asString().startsWith("downtime cannot be avoided any more");
            assertThat(lines(plan(
                            Snapshots.steady()
                                    .now(OLD.notAfter().plusSeconds(1))
                                    .noWorkloads(),
                            intent(Strategy.RECOVER))))
                    .contains("distributing restart everything at once 1m");
        }

        @Test
        void purgingRestartsEverythingOnceMoreWhenTheVolumesHaveTheBundle() {
            assertThat(lines(plan(Snapshots.steady(), Intents.purging(intent(Strategy.SEAMLESS)))))
                    .last()
                    .isEqualTo("purging * restart everything once more, so that no running proxy trusts the old"
                            + " anchor 5m");
        }

        @Test
        void anIssuerThatWouldBeRenewedMeanwhileIsRenewedFirst() {
            assertThat(lines(plan(Snapshots.steady().issuer(i -> i.renewalTime(Pki.NOW.plusSeconds(600))))))
                    .startsWith("steady " + RENEW_ISSUER + ", to have its whole life ahead 2m 30s", RENEW_ANCHOR);
        }

        @Test
        void anIssuerThatWouldBeRenewedBetweenTwoWindowsIsRenewedFirst() {
            Policy twoWindows = Schedules.slow(Schedules.within("0 0,12 * * * for 20m"), Duration.ofMinutes(2));
            assertThat(lines(plan(Snapshots.steady(), twoWindows)))
                    .first()
                    .asString()
                    .startsWith("steady " + RENEW_ISSUER);
        }

        @Test
        void theHoldOfTheIssuerIsAStepOfItsOwn() {
            Policy holding = Schedules.policy(Schedules.holdingIssuer(Schedule.ANY_TIME));
            assertThat(lines(plan(Snapshots.steady(), holding)))
                    .startsWith(
                            "steady hold the identity issuer's renewal until every proxy has loaded the new anchor 5s",
                            RENEW_ANCHOR);
        }

        @Test
        void itTakesAsLongAsItsSteps() {
            Plan plan = plan(Snapshots.steady(), intent(Strategy.PROMPT));
            assertThat(plan.expected()).isEqualTo(Duration.ofSeconds(5 + 150 + 90 + 60 + 150 + 30 + 150 + 5));
        }

        @Test
        void aWholeRotationTakesAsLongFromTheMiddleAsFromTheStart() {
            Intent intent = intent(Strategy.SEAMLESS);
            Duration whole = plan(Snapshots.steady()).expected();
            assertThat(PlannedSteps.expectedDuration(Snapshots.steady().build(), intent, Policy.DEFAULT))
                    .isEqualTo(whole);
            assertThat(PlannedSteps.expectedDuration(
                            Snapshots.renewed()
                                    .dataPlane(w -> w.loaded(RELOADED, OLD, NEW))
                                    .build(),
                            intent,
                            Policy.DEFAULT))
                    .isEqualTo(whole);
        }

        @Test
        void whatCannotBeRestartedIsNotCounted() {
            assertThat(lines(plan(Snapshots.steady()
                            .workload("web", w -> w.restart(new Restart.Impossible("it is paused", "resume it"))))))
                    .anyMatch(line -> line.contains("restart the data plane: 2 workloads"));
        }
    }

    @Nested
    class FromTheMiddle {
        @Test
        void onlyWhatIsAheadIsPlanned() {
            assertThat(lines(plan(Snapshots.renewed()))).first().isEqualTo(WAIT_FOR_VOLUMES);
            assertThat(lines(plan(Snapshots.renewed()
                            .now(RELOADED.plusSeconds(60))
                            .dataPlane(w -> w.loaded(RELOADED, OLD, NEW))
                            .controlPlane(c -> c.createdAt(RELOADED)))))
                    .first()
                    .isEqualTo("switching " + RENEW_ISSUER + " 2m 30s");
        }

        @Test
        void whatHasLoadedTheNewAnchorIsNotRestartedForItAgain() {
            Snapshots half = Snapshots.renewed()
                    .now(RELOADED.plusSeconds(60))
                    .component("destination", c -> c.createdAt(RELOADED))
                    .workload("agent", w -> w.loaded(RELOADED, OLD, NEW))
                    .workload("db", w -> w.loaded(RELOADED, OLD, NEW));
            Plan plan = plan(half);
            assertThat(plan.phase()).isEqualTo(Phase.DISTRIBUTING);
            assertThat(lines(plan))
                    .contains("distributing * restart the data plane: 1 workload, batch by batch 1m 30s")
                    .contains("distributing * restart the control plane, linkerd-identity last 1m");
            assertThat(names(plan)).containsExactly("web", "linkerd-proxy-injector", "linkerd-identity");
            assertThat(names(plan(half, intent(Strategy.PROMPT))))
                    .as("which restarts everything again, for the leaves")
                    .contains("agent", "db");
            assertThat(lines(plan(half, intent(Strategy.PROMPT))))
                    .contains("converging * restart the data plane and the control plane again, to renew every leaf"
                            + " 2m 30s");
        }

        @Test
        void aHalfThatHasLoadedItIsNoStep() {
            Snapshots dataPlane =
                    Snapshots.renewed().now(RELOADED.plusSeconds(60)).dataPlane(w -> w.loaded(RELOADED, OLD, NEW));
            assertThat(lines(plan(dataPlane)))
                    .startsWith(
                            WAIT_FOR_VOLUMES,
                            "distributing * restart the control plane, linkerd-identity last 1m",
                            "switching " + RENEW_ISSUER + " 2m 30s");
        }

        @Test
        void onlyIdentityIsRestartedOnceAllHaveLoadedIt() {
            Snapshots loaded = Snapshots.renewed()
                    .now(RELOADED.plusSeconds(60))
                    .dataPlane(w -> w.loaded(RELOADED, OLD, NEW))
                    .controlPlane(c -> c.createdAt(RELOADED));
            assertThat(names(plan(loaded))).containsExactly("linkerd-identity");
            assertThat(names(plan(loaded, Intents.leaving(intent(Strategy.SEAMLESS), WEB))))
                    .containsExactly("web", "linkerd-identity");
        }

        @Test
        void thereIsNothingToDoWhereAllIsDone() {
            Plan plan = plan(Snapshots.steady(), Intents.toRetire(NEW.fingerprint(), Strategy.SEAMLESS));
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.workloads()).isEmpty();
            assertThat(plan.expected()).isZero();
            assertThat(plan.nextText()).isEmpty();
        }

        @Test
        void whatRefusesItsPeersIsRestartedFirst() {
            Snapshots broken = Snapshots.renewed()
                    .now(RELOADED)
                    .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                    .identity(c -> c.createdAt(RELOADED.minusSeconds(1)));
            assertThat(lines(plan(broken)))
                    .first()
                    .asString()
                    .startsWith("broken restart at once what refuses its peers: handshakes fail now: pods of ")
                    .endsWith(" 2m");
        }

        @Test
        void identityIsRestartedFirstWhereNoneOfItsReplicasCanServe() {
            assertThat(lines(plan(stuck()))).first().asString().startsWith("distributing " + IDENTITY_FIRST);
            assertThat(lines(plan(stuck().bundle(b -> b.holds(OLD)))))
                    .first()
                    .asString()
                    .startsWith("spreading " + IDENTITY_FIRST);
        }

        /** They restart it among the others. */
        @Test
        void identityIsNotFirstInAStrategyWithAnOrderOfItsOwn() {
            assertNotFirst(plan(stuck(), intent(Strategy.DOCUMENTED)));
            assertNotFirst(plan(stuck().now(OLD.notAfter().plusSeconds(1)), intent(Strategy.RECOVER)));
        }

        @Test
        void identityIsNotFirstWhereAllHaveLoadedTheAnchorThatIsLeft() {
            Instant proved = RELOADED.plusSeconds(600);
            Instant renewed = proved.plusSeconds(600);
            Snapshots retired = Snapshots.renewed()
                    .now(renewed.plusSeconds(1200))
                    .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                    .controlPlane(c -> c.createdAt(renewed))
                    .identity(c -> c.noPods().unready(proved))
                    .dataPlane(w -> w.loaded(renewed, OLD, NEW))
                    .previous(NEW)
                    .bundle(b -> b.holds(NEW).changedAt(renewed.plusSeconds(600)));
            Plan plan = plan(retired, Intents.purging(intent(Strategy.SEAMLESS)));
            assertThat(plan.phase()).isEqualTo(Phase.PURGING);
            assertNotFirst(plan);
        }

        /** Identity that was not ready before the start. */
        @Test
        void identityIsNotFirstBeforeThereIsANewAnchorToLoad() {
            assertNotFirst(plan(Snapshots.steady().identity(c -> c.noPods().pending(Pki.SET_UP))));
        }

        private void assertNotFirst(Plan plan) {
            assertThat(lines(plan)).isNotEmpty().noneMatch(line -> line.contains(IDENTITY_FIRST));
        }

        private Snapshots stuck() {
            return Snapshots.renewed()
                    .now(RELOADED.plusSeconds(120))
                    .identity(c -> c.noPods().pending(Snapshots.INSTALLED));
        }

        @Test
        void whatIsLostIsPutBackFirst() {
            Snapshots endangered =
                    Snapshots.steady().issuer(i -> i.holds(Pki.ISSUER_OTHER.certificate(), Pki.OTHER.certificate()));
            assertThat(lines(plan(endangered)))
                    .first()
                    .isEqualTo("endangered put "
                            + Pki.OTHER.certificate().fingerprint().abbreviated()
                            + " back into Secret cert-manager/linkerd-previous-anchor, so that the bundle holds it again"
                            + " 5s");
        }

        @Test
        void nothingIsPutBackThatNobodyKnows() {
            Snapshots unknown = Snapshots.steady()
                    .issuer(i -> i.holds(Pki.ISSUER_OTHER.certificate(), OLD).noCaCrt());
            Plan plan = plan(unknown);
            assertThat(plan.phase()).isEqualTo(Phase.ENDANGERED);
            assertThat(plan.blockers()).singleElement().asString().startsWith("endangered: ");
            assertThat(plan.steps()).extracting(PlannedStep::phase).doesNotContain(Phase.ENDANGERED, Phase.STEADY);
        }
    }

    @Nested
    class Workloads {
        @Test
        void areNamedInTheOrderOfTheirRestartsIdentityLast() {
            assertThat(names(plan(Snapshots.steady())))
                    .containsExactly(
                            "agent", "db", "web", "linkerd-destination", "linkerd-proxy-injector", "linkerd-identity");
        }

        @Test
        void tellWhetherTheirTimeIsMeasuredOrEstimated() {
            Plan plan = plan(Snapshots.steady(), Policy.DEFAULT.withMeasured(Map.of(WEB, Duration.ofMinutes(7))));
            assertThat(of("web", plan))
                    .returns(true, PlannedRestart::possible)
                    .returns(true, PlannedRestart::measured)
                    .returns(Duration.ofMinutes(7), PlannedRestart::expected);
            assertThat(of("db", plan))
                    .returns(true, PlannedRestart::possible)
                    .returns(false, PlannedRestart::measured)
                    .returns(Duration.ofMinutes(1), PlannedRestart::expected);
        }

        @Test
        void thatAreNotRestartedSayWhy() {
            Snapshots cluster = Snapshots.steady()
                    .workload("db", w -> w.restart(new Restart.Impossible("it is paused", "resume it")))
                    .workload("Job", "backup", 1, w -> w.restart(new Restart.EndsByItself("a Job runs to its end")));
            Plan plan = plan(cluster, Intents.leaving(intent(Strategy.SEAMLESS), WEB));
            assertThat(List.of(of("web", plan), of("db", plan), of("backup", plan)))
                    .allSatisfy(restart -> {
                        assertThat(restart.possible()).isFalse();
                        assertThat(restart.measured()).isFalse();
                        assertThat(restart.expected()).isZero();
                    })
                    .extracting(PlannedRestart::why)
                    .containsExactly("left, as you asked", "it is paused", "a Job runs to its end");
        }

        @Test
        void areShownOfOneNamespaceWithoutAChangeOfThePlan() {
            Plan whole = plan(Snapshots.steady());
            Plan shown = whole.withWorkloadsOf("linkerd");
            assertThat(names(shown))
                    .containsExactly("linkerd-destination", "linkerd-proxy-injector", "linkerd-identity");
            assertThat(shown.steps()).isEqualTo(whole.steps());
        }
    }

    @Nested
    class Next {
        @Test
        void isWhatIsDoneWithItsReason() {
            assertThat(plan(Snapshots.renewed().now(RELOADED)).nextText())
                    .contains("restart DaemonSet emojivoto/agent, StatefulSet emojivoto/db, Deployment emojivoto/web"
                            + " (its proxies have not loaded the new anchor)");
        }

        @Test
        void isWhatIsWaitedFor() {
            assertThat(plan(Snapshots.renewed()).nextText()).contains("wait for every volume to show the new bundle");
        }

        @Test
        void isWhatHoldsIt() {
            assertThat(plan(
                                    Snapshots.steady(),
                                    intent(Strategy.SEAMLESS),
                                    Gates.of(new AlertsGate("2 alerts fire")),
                                    Policy.DEFAULT)
                            .nextText())
                    .hasValueSatisfying(next -> assertThat(next).startsWith("held: 2 alerts fire;"));
        }

        @Test
        void isNothingWhereItRefusesAndTheReasonsBlock() {
            Plan plan = plan(Snapshots.steady().link("east"));
            assertThat(plan.nextText()).isEmpty();
            assertThat(plan.blockers())
                    .singleElement()
                    .asString()
                    .startsWith("Link linkerd-multicluster/east suggests");
            assertThat(plan(Snapshots.steady()).blockers()).isEmpty();
        }
    }

    @Nested
    class Windows {
        private final Policy noon = Schedules.policy(Schedules.within("0 12 * * * for 1h"));
        private final Policy night = Schedules.policy(Schedules.within("0 2 * * * for 1h"));

        @Test
        void areFittedFromNowOnWhereOneIsOpenThatHoldsTheRestarts() {
            assertThat(plan(Snapshots.steady(), noon).fit().map(Fit::start)).contains(Pki.NOW);
        }

        @Test
        void areFittedFromTheFirstThatDoesWhereNoneIsOpen() {
            assertThat(plan(Snapshots.steady(), night).fit().map(Fit::start))
                    .contains(Instant.parse("2026-03-12T02:00:00Z"));
        }

        @Test
        void areFittedFromTheNextWhereTheRestOfThisOneIsTooShort() {
            Snapshots late = Snapshots.steady().now(Pki.NOW.plus(Duration.ofMinutes(56)));
            Policy slow = Schedules.slow(Schedules.within("0 12 * * * for 1h"), Duration.ofMinutes(2));
            assertThat(plan(late, slow).fit().map(Fit::start)).contains(Instant.parse("2026-03-12T12:00:00Z"));
        }

        @Test
        void thatHoldNothingAreSaidNotToFit() {
            Policy tooShort = Schedules.policy(Schedules.within("0 13 * * * for 1m"));
            assertThat(plan(Snapshots.steady(), tooShort).fit())
                    .hasValueSatisfying(fit -> assertThat(fit.fits()).isFalse());
        }

        @Test
        void matterNoMoreOnceTheAnchorIsRenewedAndNotWhereThereAreNone() {
            assertThat(plan(Snapshots.renewed(), noon).fit()).isEqualTo(Optional.empty());
            assertThat(plan(Snapshots.steady()).fit()).isEmpty();
        }

        @Test
        void mayBeOverrunAndThePlanWarnsOfIt() {
            assertThat(plan(Snapshots.steady(), noon).warnings())
                    .singleElement()
                    .asString()
                    .contains("restarts go on past the end of a maintenance window");
            assertThat(plan(Snapshots.steady()).warnings()).isEmpty();
        }
    }
}
