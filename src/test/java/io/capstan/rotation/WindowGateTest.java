package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Decision.Act;
import io.capstan.rotation.Decision.Hold;
import io.capstan.rotation.Decision.Refuse;
import io.capstan.rotation.Step.RenewAnchor;
import io.capstan.rotation.Step.RenewIssuer;
import io.capstan.rotation.Step.Restart;
import io.capstan.rotation.Step.SetPrevious;
import io.capstan.window.MaintenanceWindows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** 11 March 2026, noon, is a Wednesday's; the issuer is renewed at 23:00; the restarts take 5 minutes with the lag. */
class WindowGateTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    /** When every volume shows both anchors. */
    private static final Instant SPREAD = Pki.NOW.plus(Duration.ofMinutes(3));

    private static Intent intent(Strategy strategy) {
        return Intents.toRetire(OLD.fingerprint(), strategy);
    }

    private static Decision decide(Snapshots cluster, Policy policy) {
        return Schedules.decide(cluster.build(), intent(Strategy.SEAMLESS), policy);
    }

    private static Decision decide(Snapshots cluster, String... windows) {
        return decide(cluster, Schedules.policy(Schedules.within(windows)));
    }

    private static void assertDoes(Class<? extends Step> step, Decision decision) {
        assertThat(decision)
                .asInstanceOf(type(Act.class))
                .satisfies(act -> assertThat(act.step()).isInstanceOf(step));
    }

    private static void assertHeldUntil(String until, Decision decision, String... words) {
        assertThat(decision).asInstanceOf(type(Hold.class)).satisfies(hold -> {
            assertThat(hold.gate()).isEqualTo(Gate.Kind.WINDOW);
            assertThat(hold.until()).contains(Instant.parse(until));
            assertThat(words).allSatisfy(word -> assertThat(hold.reason()).contains(word));
            assertThat(hold.reason()).contains("begins at " + until);
        });
    }

    @Nested
    class Starting {
        @Test
        void itStartsInAWindowThatTheRestartsFit() {
            assertDoes(RenewAnchor.class, decide(Snapshots.steady(), "0 12 * * * for 5m"));
            assertDoes(RenewAnchor.class, decide(Snapshots.steady()));
        }

        @Test
        void itWaitsForAWindow() {
            assertHeldUntil(
                    "2026-03-12T02:00:00Z",
                    decide(Snapshots.steady(), "0 2 * * * for 1h"),
                    "no maintenance window is open");
        }

        @Test
        void itWaitsForTheFirstWindowThatDoesWhereThePresentAndTheNextAreTooShort() {
            assertHeldUntil(
                    "2026-03-12T02:00:00Z",
                    decide(
                            Snapshots.steady().issuer(i -> i.lives(Duration.ofHours(48), Duration.ofHours(40))),
                            Schedules.slow(
                                    Schedules.within("0 12 * * * for 4m", "0 13 * * * for 4m", "0 2 * * * for 1h"),
                                    Duration.ofMinutes(2))),
                    "what is left of this maintenance window does not do: the restarts take about");
        }

        @Test
        void itWaitsRatherThanBeginInTheLastMinutesOfAWindow() {
            Snapshots late = Snapshots.steady().now(Pki.NOW.plus(Duration.ofMinutes(56)));
            assertHeldUntil("2026-03-12T12:00:00Z", decide(late, "0 12 * * * for 1h"), "what is left");
        }

        @Test
        void itSpreadsOverWindowsAsFarAsTheIssuersLifeAllows() {
            Policy threeWindows = Schedules.slow(Schedules.within("0 12,15,18 * * * for 10m"), Duration.ofMinutes(2));
            assertThat(Fit.now(Snapshots.steady().build(), threeWindows).openings())
                    .isEqualTo(3);
            assertDoes(RenewAnchor.class, decide(Snapshots.steady(), threeWindows));
        }

        @Test
        void anIssuerThatWouldBeRenewedBetweenTwoWindowsIsRenewedFirst() {
            Policy twoWindows = Schedules.slow(Schedules.within("0 0,12 * * * for 20m"), Duration.ofMinutes(2));
            assertThat(Race.of(Snapshots.steady().build(), twoWindows).isWon()).isTrue();
            assertDoes(RenewIssuer.class, decide(Snapshots.steady(), twoWindows));
            Snapshots fresh = Snapshots.steady()
                    .now(Pki.NOW.plusSeconds(90))
                    .issuer(i -> i.renewalTime(Pki.NOW.plus(Duration.ofHours(23))));
            assertDoes(RenewAnchor.class, decide(fresh, twoWindows));
        }

        @Test
        void anIssuerIsNotRenewedAgainAndAgainForTheSecondsThatItsRenewalTakes() {
            Duration need = Race.of(Snapshots.steady().build(), Policy.DEFAULT).need();
            Snapshots hopeless = Snapshots.steady()
                    .issuer(i -> i.lives(need.plus(Duration.ofHours(1)), Duration.ofHours(1))
                            .renewalTime(Pki.NOW.plus(need).minusSeconds(2)));
            assertThat(decide(hopeless, Policy.DEFAULT)).isInstanceOf(Refuse.class);
        }

        @Test
        void itIsRefusedBeforehandWithTheArithmeticWhereNoWindowDoes() {
            for (OnDeadline onDeadline : OnDeadline.values()) {
                Decision decision = decide(
                        Snapshots.steady(),
                        Schedules.policy(Schedules.within(onDeadline, "0 12 * * * for 1m", "0 2 * * 6 for 1m")));
                assertThat(decision)
                        .asInstanceOf(type(Refuse.class))
                        .satisfies(refuse -> assertThat(refuse.reasons())
                                .singleElement()
                                .asString()
                                .contains(
                                        "the maintenance windows are too short or too few: the restarts take about 5m",
                                        "the maintenance windows to come do not hold them all",
                                        "capstan.windows[].window-duration",
                                        "capstan.parallelism",
                                        "capstan.hold-issuer=true",
                                        "changing spec.duration issues it again at once"));
            }
        }

        @Test
        void theOneThatIsOpenMayBeTheOnlyOneThatDoes() {
            Set<LocalDate> laterYears = IntStream.rangeClosed(2027, 2126)
                    .mapToObj(year -> LocalDate.of(year, 3, 11))
                    .collect(Collectors.toSet());
            MaintenanceWindows once = Schedules.windows(laterYears, "0 12 11 3 * for 4h");
            Schedule schedule = new Schedule(true, Optional.empty(), false, OnDeadline.ALERT, false, once);
            assertDoes(RenewAnchor.class, decide(Snapshots.steady(), Schedules.policy(schedule)));
        }

        @Test
        void onTheDeadlineItActsOnlyIfItIsToldTo() {
            Snapshots urgent = Snapshots.steady()
                    .issuer(i -> i.renewalTime(Pki.NOW.plus(Duration.ofHours(23))))
                    .anchor(a -> a.renewalTime(Pki.NOW.plus(Duration.ofHours(10))));
            assertHeldUntil("2026-03-12T02:00:00Z", decide(urgent, "0 2 * * * for 1h"));
            Policy acting = Schedules.policy(Schedules.within(OnDeadline.ACT, "0 2 * * * for 1h"));
            assertDoes(RenewAnchor.class, decide(urgent, acting));
            Snapshots inTime = Snapshots.steady().anchor(a -> a.renewalTime(Pki.NOW.plus(Duration.ofHours(14))));
            assertHeldUntil("2026-03-12T02:00:00Z", decide(inTime, acting));
        }

        @Test
        void withoutItsWindowsAllElseOfAScheduleStays() {
            Schedule schedule = Schedules.holdingIssuer(Schedules.within(OnDeadline.ACT, "0 2 * * * for 1h"));
            assertThat(schedule.withoutWindows())
                    .isEqualTo(Schedules.holdingIssuer(Schedules.within(OnDeadline.ACT)))
                    .isNotEqualTo(schedule);
        }

        @Test
        void theDocumentedOrderStartsInAWindowToo() {
            Policy policy = Schedules.policy(Schedules.within("0 2 * * * for 1h"));
            assertHeldUntil(
                    "2026-03-12T02:00:00Z",
                    Schedules.decide(Snapshots.steady().build(), intent(Strategy.DOCUMENTED), policy));
        }
    }

    /** The anchor has changed: every restart of a batch takes 20 minutes. */
    @Nested
    class Restarting {
        private final Duration batch = Duration.ofMinutes(20);

        private Policy slow(OnDeadline onDeadline, String... windows) {
            return Schedules.slow(Schedules.within(onDeadline, windows), batch);
        }

        private Snapshots distributing(Duration afterSpread) {
            return Snapshots.renewed().now(SPREAD.plus(afterSpread)).dataPlane(w -> w.replicas(1));
        }

        private Decision decide(Snapshots cluster, String... windows) {
            return WindowGateTest.decide(cluster, slow(OnDeadline.ALERT, windows));
        }

        @Test
        void aBatchIsBegunThatEndsInItsWindow() {
            assertDoes(Restart.class, decide(distributing(Duration.ZERO), "0 12 * * * for 23m", "0 14 * * * for 4h"));
        }

        @Test
        void aBatchIsNotBegunThatWouldNotEndInItsWindow() {
            assertHeldUntil(
                    "2026-03-11T14:00:00Z",
                    decide(distributing(Duration.ofSeconds(1)), "0 12 * * * for 23m", "0 14 * * * for 4h"),
                    "the batch takes about 20m, this maintenance window ends at 2026-03-11T12:23:00Z");
        }

        @Test
        void aBatchThatFitsNoWindowWaitsForTheNextOneAllTheSame() {
            assertHeldUntil(
                    "2026-03-11T14:00:00Z",
                    decide(distributing(Duration.ZERO), "0 14 * * * for 10m"),
                    "no maintenance window is open");
        }

        @Test
        void aBatchWaitsForTheFirstWindowThatItFits() {
            assertHeldUntil(
                    "2026-03-11T14:00:00Z",
                    decide(
                            distributing(Duration.ZERO),
                            "0 12 * * * for 10m",
                            "0 13 * * * for 10m",
                            "0 14 * * * for 4h"));
        }

        @Test
        void aBatchThatFitsNoWindowIsBegunInOne() {
            assertDoes(Restart.class, decide(distributing(Duration.ZERO), "0 12,13 * * * for 10m"));
            assertThat(decide(distributing(Duration.ofMinutes(20)), "0 12,13 * * * for 10m"))
                    .isInstanceOf(Hold.class);
        }

        @Test
        void outsideOfAWindowRestartsWaitForTheNextIfTheIssuersRenewalComesLater() {
            assertHeldUntil(
                    "2026-03-11T14:00:00Z",
                    decide(distributing(Duration.ZERO), "0 14 * * * for 4h"),
                    "no maintenance window is open");
        }

        @Test
        void outsideOfAWindowRestartsGoOnIfTheIssuerWouldBeRenewedBeforeTheyAreDone() {
            assertDoes(Restart.class, decide(distributing(Duration.ZERO), "0 22 * * * for 4h"));
            assertDoes(Restart.class, decide(distributing(Duration.ZERO), "0 2 * * * for 4h"));
        }

        @Test
        void onlyWhatIsLeftToRestartHasToFitBeforeTheIssuersRenewal() {
            Snapshots almost = distributing(Duration.ZERO)
                    .workload("agent", w -> w.loaded(SPREAD, OLD, NEW))
                    .workload("db", w -> w.loaded(SPREAD, OLD, NEW));
            // three batches of five: an hour, and half an hour of margin
            assertDoes(Restart.class, decide(distributing(Duration.ZERO), "0 21 * * * for 2h"));
            assertHeldUntil("2026-03-11T21:00:00Z", decide(almost, "0 21 * * * for 2h"));
        }

        @Test
        void anAdoptedRenewalHoldsTheIssuerFirstThoughNoWindowIsOpen() {
            Policy holding = Schedules.slow(Schedules.holdingIssuer(Schedules.within("0 2 * * * for 4h")), batch);
            assertDoes(Step.HoldIssuer.class, WindowGateTest.decide(distributing(Duration.ZERO), holding));
        }

        @Test
        void anIssuerThatIsHeldLeavesTimeForTheNextWindow() {
            Policy holding = Schedules.slow(Schedules.holdingIssuer(Schedules.within("0 2 * * * for 4h")), batch);
            Snapshots held = distributing(Duration.ZERO).issuer(i -> i.renewalDisabled());
            assertHeldUntil("2026-03-12T02:00:00Z", WindowGateTest.decide(held, holding));
            // what was there before the hold says nothing any more
            held.issuer(i -> i.renewalTime(Pki.NOW.plus(Duration.ofHours(11))));
            assertHeldUntil("2026-03-12T02:00:00Z", WindowGateTest.decide(held, holding));
        }
    }

    /** Handshakes fail, or will at the next restart of identity. */
    @Nested
    class Suffering {
        private final Policy closed = Schedules.policy(Schedules.within("0 14 * * * for 4h"));

        private Decision decide(Snapshots cluster, Strategy strategy) {
            return Schedules.decide(cluster.build(), intent(strategy), closed);
        }

        @Test
        void theDocumentedOrderGoesOnOnceItHasBrokenHandshakes() {
            Snapshots halfway = Snapshots.renewed()
                    .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                    .controlPlane(c -> c.createdAt(SPREAD))
                    .now(SPREAD.plus(Duration.ofMinutes(10)));
            assertThat(Schedules.phase(halfway.build())).isEqualTo(Phase.BROKEN);
            assertDoes(Restart.class, decide(halfway, Strategy.DOCUMENTED));
        }

        @Test
        void theDocumentedOrderDoesNotRenewTheIssuerWhereTheRestartsThatFollowAreHeld() {
            assertHeldUntil("2026-03-11T14:00:00Z", decide(Snapshots.renewed().now(SPREAD), Strategy.DOCUMENTED));
        }

        @Test
        void aRecoveryThatAPassTakesUpBeginsAtOnce() {
            Snapshots expired = Snapshots.steady()
                    .now(Pki.ISSUER_OLD.certificate().notAfter().plusSeconds(60));
            assertDoes(RenewAnchor.class, decide(expired, Strategy.RECOVER));
        }
    }

    @Nested
    class Afterwards {
        private final Snapshots loaded = Snapshots.renewed()
                .now(SPREAD.plus(Duration.ofHours(1)))
                .dataPlane(w -> w.loaded(SPREAD, OLD, NEW))
                .controlPlane(c -> c.createdAt(SPREAD));

        @Test
        void whatNobodyNoticesWaitsForNoWindow() {
            assertDoes(RenewIssuer.class, decide(loaded, "0 2 * * * for 1h"));
            Instant renewed = SPREAD.plus(Duration.ofHours(1));
            Snapshots converged = loaded.issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                    .identity(c -> c.createdAt(renewed))
                    .now(renewed.plus(Duration.ofHours(25)));
            Intent noted = Intents.noted(converged.build(), intent(Strategy.SEAMLESS));
            assertDoes(
                    SetPrevious.class,
                    Schedules.decide(converged.build(), noted, Schedules.policy(Schedules.within("0 2 * * * for 1h"))));
        }

        @Test
        void whereNoWindowIsToComeItSaysWhatToChange() {
            LocalDate day = LocalDate.of(2026, 5, 1);
            Schedule noMore = new Schedule(
                    true,
                    Optional.empty(),
                    false,
                    OnDeadline.ALERT,
                    false,
                    Schedules.windows(Set.of(day, day.plusYears(1)), "0 2 1 5 * for 1h"));
            Snapshots retired = loaded.anchor(a -> a.holds(NEW))
                    .previous(NEW)
                    .bundle(b -> b.holds(NEW).changedAt(SPREAD))
                    .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                    .now(SPREAD.plus(Duration.ofHours(26)));
            assertThat(Schedules.decide(
                            retired.build(), Intents.purging(intent(Strategy.SEAMLESS)), Schedules.policy(noMore)))
                    .asInstanceOf(type(Hold.class))
                    .satisfies(hold -> assertThat(hold.reason())
                            .contains("none is to come: change capstan.windows, or use capstan rotate --now"));
        }

        @Test
        void theRestartThatProvesIdentityWaits() {
            Instant renewed = SPREAD.plus(Duration.ofMinutes(30));
            Snapshots switched = loaded.issuer(
                    i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW).changedAt(renewed));
            assertHeldUntil("2026-03-12T02:00:00Z", decide(switched, "0 2 * * * for 1h"));
            assertDoes(Restart.class, decide(switched, "0 13 * * * for 1h"));
        }
    }

    /** Ten days of a cluster, looked at every so often: what begins begins in a window, and with a fit that fits. */
    @Property(tries = 50)
    void noRotationIsBegunOutsideOfAWindowNorWhereItDoesNotFit(
            @ForAll @IntRange(min = 0, max = 10 * 24 * 60) int minute,
            @ForAll @IntRange(min = 0, max = 23) int hour,
            @ForAll @IntRange(min = 1, max = 300) int open,
            @ForAll @IntRange(min = 1, max = 40) int perPod,
            @ForAll @IntRange(min = 1, max = 47 * 60) int issuerLeft,
            @ForAll boolean holding) {
        Instant now = Pki.NOW.plus(Duration.ofMinutes(minute));
        Schedule within = Schedules.within("0 " + hour + "," + (hour + 7) % 24 + " * * * for " + open + "m");
        Policy policy = Schedules.slow(holding ? Schedules.holdingIssuer(within) : within, Duration.ofMinutes(perPod));
        for (Strategy strategy : Strategy.values()) {
            for (Snapshots cluster :
                    List.of(Snapshots.steady(), Snapshots.steady().dataPlane(w -> w.replicas(1)))) {
                Instant made = now.minus(Duration.ofHours(48)).plus(Duration.ofMinutes(issuerLeft));
                cluster.now(now)
                        .issuer(i -> i.holds(
                                Pki.OLD
                                        .issuer("of that day", made, Pki.ISSUER_LIFE)
                                        .certificate(),
                                OLD));
                if (Schedules.decide(cluster.build(), intent(strategy), policy) instanceof Act) {
                    assertThat(within.windows().at(now)).isPresent();
                    assertThat(Fit.now(cluster.build(), policy).fits()).isTrue();
                }
            }
        }
    }

    /** With windows that hold everything, it begins as soon as one opens, whatever the issuer has left. */
    @Property(tries = 50)
    void aRotationThatFitsIsBegunAsSoonAsAWindowOpens(
            @ForAll @IntRange(min = 0, max = 23) int hour,
            @ForAll @IntRange(min = 6, max = 300) int open,
            @ForAll @IntRange(min = 1, max = 47 * 60) int issuerLeft,
            @ForAll boolean holding) {
        Schedule within = Schedules.within("0 " + hour + " * * * for " + open + "m");
        Policy policy = Schedules.policy(holding ? Schedules.holdingIssuer(within) : within);
        Optional<Instant> opens = within.windows().next(Pki.NOW).map(opening -> opening.start());
        assertThat(opens).hasValueSatisfying(now -> {
            Instant made = now.minus(Duration.ofHours(48)).plus(Duration.ofMinutes(issuerLeft));
            Snapshots cluster = Snapshots.steady()
                    .now(now)
                    .issuer(i -> i.holds(
                            Pki.OLD.issuer("of that day", made, Pki.ISSUER_LIFE).certificate(), OLD));
            assertThat(decide(cluster, policy)).isInstanceOf(Act.class);
        });
    }
}
