package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.capstan.fixture.CertificateFixture;
import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Decision.Act;
import io.capstan.rotation.Step.HoldIssuer;
import io.capstan.rotation.Step.ReleaseIssuer;
import io.capstan.rotation.Step.RenewAnchor;
import io.capstan.rotation.Step.RenewIssuer;
import io.capstan.rotation.Step.Restart;
import io.capstan.trust.CertificateResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The issuer's renewal is held from right before the anchor is renewed until all have loaded it, and never for longer. */
class IssuerHoldTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Policy HOLDING = Schedules.policy(Schedules.holdingIssuer(Schedule.ANY_TIME));
    private static final Instant SPREAD = Pki.NOW.plus(Duration.ofMinutes(5));
    private static final Instant NEAR_THE_END =
            Pki.ISSUER_OLD.certificate().notAfter().minus(HOLDING.raceMargin());

    private static final Intent INTENT = Intents.toRetire(OLD.fingerprint(), Strategy.SEAMLESS);

    /** It remembers a hold. */
    private static final Intent HOLDER = INTENT.withHeldPolicy("RenewBefore");

    private static Snapshots held(Snapshots cluster) {
        return cluster.issuer(IssuerHoldTest::hold);
    }

    private static void hold(CertificateFixture issuer) {
        issuer.renewalDisabled().annotated(Map.of(CertificateResource.HELD_POLICY, "RenewBefore"));
    }

    /** Everything has loaded both anchors. */
    private static Snapshots loaded() {
        return Snapshots.renewed()
                .now(SPREAD.plusSeconds(60))
                .dataPlane(w -> w.loaded(SPREAD, OLD, NEW))
                .controlPlane(c -> c.createdAt(SPREAD));
    }

    private static Step step(Snapshots cluster, Intent intent, Gate... gates) {
        Decision decision = Decider.decide(cluster.build(), intent, Gates.of(gates), HOLDING);
        assertThat(decision).isInstanceOf(Act.class);
        return ((Act) decision).step();
    }

    @Test
    void noneIsBegunOnceItIsGivenUpAndNoneIsRemembered() {
        Policy without = HOLDING.withSchedule(HOLDING.schedule().withoutHold());
        assertThat(Decider.decide(Snapshots.steady().build(), INTENT, Gates.OPEN, without))
                .isInstanceOfSatisfying(Act.class, act -> assertThat(act.step()).isInstanceOf(Step.RenewAnchor.class));
        assertThat(HOLDER.withoutHeldPolicy()).isEqualTo(INTENT);
    }

    @Test
    void itIsHeldRightBeforeTheAnchorIsRenewed() {
        assertThat(step(Snapshots.steady(), INTENT))
                .asInstanceOf(type(HoldIssuer.class))
                .satisfies(hold -> assertThat(hold.policy()).isEqualTo(CertificateResource.UNSET));
        assertThat(step(held(Snapshots.steady()), HOLDER)).isInstanceOf(RenewAnchor.class);
    }

    @Test
    void whatIsDisabledAlreadyIsNotHeld() {
        assertThat(step(Snapshots.steady().issuer(CertificateFixture::renewalDisabled), INTENT))
                .isInstanceOf(RenewAnchor.class);
    }

    @Test
    void anIssuerThatWouldEndMeanwhileIsRenewedFirst() {
        assertThat(step(Snapshots.steady().now(NEAR_THE_END), INTENT)).isInstanceOf(RenewIssuer.class);
    }

    @Test
    void anAdoptedRenewalHoldsItUnlessItsEndIsNear() {
        Snapshots adopted = Snapshots.renewed();
        assertThat(step(adopted.now(NEAR_THE_END.minusSeconds(1)), INTENT)).isInstanceOf(HoldIssuer.class);
        assertThat(step(adopted.now(NEAR_THE_END), INTENT)).isInstanceOf(Restart.class);
    }

    @Test
    void itStaysHeldWhileAVerifierLacksTheAnchor() {
        assertThat(step(held(Snapshots.renewed().now(SPREAD)), HOLDER)).isInstanceOf(Restart.class);
    }

    @Test
    void itIsReleasedAsSoonAsAllHaveLoadedTheAnchorBeforeItIsRenewed() {
        assertThat(step(held(loaded()), HOLDER)).isInstanceOf(ReleaseIssuer.class);
        assertThat(step(loaded(), HOLDER)).isInstanceOf(RenewIssuer.class);
    }

    @Test
    void itIsNotHeldOnceMoreWhileTheOldAnchorLeavesTheBundle() {
        Snapshots retired = loaded().previous(NEW)
                .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate(), NEW))
                .now(SPREAD.plus(Duration.ofHours(26)));
        assertThat(Decider.decide(retired.build(), INTENT, Gates.OPEN, HOLDING)).isInstanceOf(Decision.Wait.class);
        assertThat(step(held(retired), HOLDER)).isInstanceOf(ReleaseIssuer.class);
    }

    @Test
    void itIsReleasedNearItsEndWhateverThePhase() {
        Snapshots distributing = held(Snapshots.renewed());
        assertThat(step(distributing.now(NEAR_THE_END.minusSeconds(1)), HOLDER)).isInstanceOf(Restart.class);
        assertThat(step(distributing.now(NEAR_THE_END), HOLDER)).isInstanceOf(ReleaseIssuer.class);
        Snapshots renewing = held(Snapshots.steady()).anchor(a -> a.issuing(Pki.NOW));
        assertThat(step(renewing.now(NEAR_THE_END), HOLDER)).isInstanceOf(ReleaseIssuer.class);
        assertThat(step(held(Snapshots.steady()).now(NEAR_THE_END), HOLDER)).isInstanceOf(ReleaseIssuer.class);
    }

    @Test
    void aPauseDoesNotKeepItFromBeingReleased() {
        Snapshots paused = loaded().anchor(a -> a.annotated(Map.of("paused", "")));
        assertThat(step(held(paused), HOLDER, new PauseGate(paused.build()))).isInstanceOf(ReleaseIssuer.class);
    }

    @Test
    void itIsReleasedWhereTheRotationIsRefusedAfterAll() {
        Snapshots shared = held(Snapshots.steady().link("east"));
        assertThat(step(shared, HOLDER))
                .asInstanceOf(type(ReleaseIssuer.class))
                .satisfies(release -> assertThat(release.policy()).isEqualTo("RenewBefore"));
    }

    @Test
    void itIsReleasedWhereAnotherHasRotatedMeanwhile() {
        Intent served = Intents.toRetire(Pki.OTHER.certificate().fingerprint(), Strategy.SEAMLESS);
        assertThat(step(held(Snapshots.steady()), served)).isInstanceOf(ReleaseIssuer.class);
        assertThat(Decider.decide(Snapshots.steady().build(), served, Gates.OPEN, HOLDING))
                .isEqualTo(new Decision.Done());
    }

    @Test
    void aGateThatClosesReleasesItOnceAndLeavesItReleased() {
        Gate alerts = new AlertsGate("2 alerts fire");
        assertThat(step(held(Snapshots.steady()), HOLDER, alerts)).isInstanceOf(ReleaseIssuer.class);
        assertThat(Decider.decide(Snapshots.steady().build(), HOLDER, Gates.of(alerts), HOLDING))
                .isInstanceOf(Decision.Hold.class);
    }

    @Test
    void aWindowThatClosesReleasesItOnceAndLeavesItReleased() {
        for (OnDeadline onDeadline : OnDeadline.values()) {
            Policy policy =
                    Schedules.policy(Schedules.holdingIssuer(Schedules.within(onDeadline, "0 12 * * 3 for 2h")));
            Instant closed = Pki.NOW.plus(Duration.ofHours(2));
            Decision inside = Schedules.decide(held(Snapshots.steady()).build(), HOLDER, policy);
            Decision outside =
                    Schedules.decide(held(Snapshots.steady().now(closed)).build(), HOLDER, policy);
            Decision then = Schedules.decide(Snapshots.steady().now(closed).build(), HOLDER, policy);
            assertThat(inside)
                    .asInstanceOf(type(Act.class))
                    .satisfies(act -> assertThat(act.step()).isInstanceOf(RenewAnchor.class));
            assertThat(outside)
                    .asInstanceOf(type(Act.class))
                    .satisfies(act -> assertThat(act.step()).isInstanceOf(ReleaseIssuer.class));
            assertThat(then).isInstanceOf(Decision.Hold.class);
        }
    }

    @Test
    void theAnnotationAloneTellsWhatToGiveBack() {
        assertThat(step(held(loaded()), INTENT))
                .asInstanceOf(type(ReleaseIssuer.class))
                .satisfies(release -> assertThat(release.policy()).isEqualTo("RenewBefore"));
    }

    @Test
    void theIntentAloneTellsWhatToGiveBack() {
        assertThat(step(loaded().issuer(CertificateFixture::renewalDisabled), HOLDER))
                .asInstanceOf(type(ReleaseIssuer.class))
                .satisfies(release -> assertThat(release.policy()).isEqualTo("RenewBefore"));
    }

    @Test
    void whatAPersonHasDisabledIsLeftAlone() {
        assertThat(step(loaded().issuer(CertificateFixture::renewalDisabled), INTENT))
                .isInstanceOf(RenewIssuer.class);
    }

    @Test
    void theIntentNotesWhatWillBeHeld() {
        Snapshots cluster = Snapshots.steady();
        Intent noted = Logbook.before(
                INTENT,
                step(cluster, INTENT),
                Decider.state(cluster.build(), INTENT, HOLDING).orElseThrow());
        assertThat(noted.heldPolicy()).contains(CertificateResource.UNSET);
    }

    @Test
    void aHoldIsOverdueNearTheIssuersEnd() {
        assertThat(IssuerHold.overdue(held(Snapshots.steady().now(NEAR_THE_END)).build(), HOLDING)
                        .map(ReleaseIssuer::policy))
                .contains("RenewBefore");
        Snapshots before = Snapshots.steady().now(NEAR_THE_END.minusSeconds(1));
        assertThat(IssuerHold.overdue(held(before).build(), HOLDING)).isEqualTo(Optional.empty());
    }

    @Test
    void itSaysWhyItIsReleased() {
        assertThat(why(held(Snapshots.renewed().now(NEAR_THE_END))))
                .isEqualTo("the issuer's end is near, and it has to be renewed");
        assertThat(why(held(loaded()))).isEqualTo("no proxy lacks the anchor that it will be renewed under");
    }

    private static String why(Snapshots cluster) {
        return ((Act) Decider.decide(cluster.build(), HOLDER, Gates.OPEN, HOLDING)).why();
    }

    @Test
    void aHoldThatNobodyRemembersIsForgotten() {
        assertThat(IssuerHold.forgotten(held(Snapshots.steady()).build()).map(ReleaseIssuer::policy))
                .contains("RenewBefore");
        assertThat(IssuerHold.forgotten(Snapshots.steady().build())).isEqualTo(Optional.empty());
        assertThat(IssuerHold.forgotten(Snapshots.steady()
                        .issuer(CertificateFixture::renewalDisabled)
                        .build()))
                .isEmpty();
    }
}
