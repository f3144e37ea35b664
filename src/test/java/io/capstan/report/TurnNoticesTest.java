package io.capstan.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Decider;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Gate;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Journal;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Step;
import io.capstan.rotation.Strategy;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.RestartMark;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Rollout;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What one turn of a rotation says; a whole rotation is in the tests of the loop. */
class TurnNoticesTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Certificate NEW = Pki.NEW.certificate();
    private static final Instant EARLIER = Pki.NOW.minusSeconds(30);
    private static final Decision WAIT = Decision.waitFor("a test");

    @Test
    void aRotationStartsWithItsFirstAct() {
        Snapshot steady = Snapshots.steady().build();
        Decision renew = new Decision.Act(new Step.RenewAnchor(steady.anchor()), "");

        List<Notice> notices = turn(Optional.empty(), Phase.STEADY, renew, steady);

        assertThat(notices).hasSize(1).first().satisfies(notice -> {
            assertThat(notice.reason()).isEqualTo(NoticeReason.ROTATION_STARTED);
            assertThat(notice.regarding().ref()).hasToString("Certificate cert-manager/linkerd-trust-anchor");
            assertThat(notice.note())
                    .isEqualTo("rotation started: the anchor " + name(OLD)
                            + " is to be retired, strategy seamless; asked for by tester: the test wants it");
        });
    }

    @Test
    void aRotationThatIsRefusedOrHeldAtItsBeginningHasNotStarted() {
        Snapshot steady = Snapshots.steady().build();

        assertThat(turn(Optional.empty(), Phase.STEADY, new Decision.Refuse(List.of("a", "b")), steady))
                .containsExactly(Notices.rotationRefused(steady, List.of("a", "b")));
        assertThat(turn(
                        Optional.empty(),
                        Phase.DISTRIBUTING,
                        new Decision.Hold(Gate.Kind.WINDOW, "no window", Optional.empty()),
                        renewed()))
                .containsExactly(Notices.rotationHeld(renewed(), "no window"));
    }

    @Test
    void whatSomebodyElseBeganIsTakenUp() {
        List<Notice> notices =
                turn(Optional.empty(), Phase.DISTRIBUTING, WAIT, renewed(), seen(Phase.DISTRIBUTING, NEW));

        assertThat(notices)
                .hasSize(1)
                .first()
                .satisfies(notice -> assertThat(notice.note())
                        .startsWith("rotation taken up while distributing: the anchor " + name(OLD)));
    }

    @Test
    void aRotationThatFirstWaitsForARoutineRenewalHasNotStarted() {
        Snapshot renewing = Snapshots.steady().issuer(i -> i.issuing(EARLIER)).build();

        assertThat(turn(Optional.empty(), Phase.RENEWING, WAIT, renewing)).isEmpty();
    }

    @Test
    void aPhaseThatStandsSaysNothing() {
        assertThat(turn(
                        Optional.of(Phase.DISTRIBUTING),
                        Phase.DISTRIBUTING,
                        WAIT,
                        renewed(),
                        new Journal.Seen(Phase.DISTRIBUTING, name(NEW), EARLIER)))
                .isEmpty();
    }

    @Test
    void aHoldOrARefusalThatGoesOnIsTheSameNoticeAgain() {
        Decision hold =
                new Decision.Hold(Gate.Kind.WINDOW, "the window opens at 2026-03-12T01:00:00Z", Optional.empty());
        Snapshot later = Snapshots.renewed().now(Pki.NOW.plusSeconds(300)).build();

        assertThat(turn(Optional.of(Phase.DISTRIBUTING), Phase.DISTRIBUTING, hold, later))
                .isEqualTo(turn(Optional.of(Phase.DISTRIBUTING), Phase.DISTRIBUTING, hold, renewed()))
                .containsExactly(Notices.rotationHeld(renewed(), "the window opens at 2026-03-12T01:00:00Z"));
    }

    @Test
    void theAnchorIsRenewedInTheTurnThatFirstSeesTheNewOne() {
        Journal.Seen steady = new Journal.Seen(Phase.STEADY, name(OLD), EARLIER);

        assertThat(turn(
                        Optional.of(Phase.STEADY),
                        Phase.SPREADING,
                        WAIT,
                        renewed(),
                        steady,
                        seen(Phase.SPREADING, NEW)))
                .hasSize(1)
                .first()
                .satisfies(notice -> {
                    assertThat(notice.reason()).isEqualTo(NoticeReason.ANCHOR_RENEWED);
                    assertThat(notice.note())
                            .isEqualTo("the trust anchor is now " + name(NEW) + " (until " + NEW.notAfter()
                                    + "); the anchor " + name(OLD) + " stays trusted until nothing uses it");
                });
        assertThat(turn(
                        Optional.of(Phase.RENEWING),
                        Phase.SPREADING,
                        WAIT,
                        renewed(),
                        steady,
                        new Journal.Seen(Phase.RENEWING, name(NEW), EARLIER),
                        seen(Phase.SPREADING, NEW)))
                .isEmpty();
    }

    @Test
    void theBundleIsDistributedWhenTheFirstRestartBegins() {
        Snapshot renewed = renewed();

        assertThat(turn(Optional.of(Phase.DISTRIBUTING), Phase.DISTRIBUTING, restart(renewed, "web"), renewed))
                .extracting(
                        notice -> notice.reason().text(),
                        notice -> notice.regarding().ref().toString(),
                        notice -> notice.regarding().uid())
                .containsExactly(
                        tuple(
                                "BundleDistributed",
                                "Bundle linkerd-identity-trust-roots",
                                "uid-of-linkerd-identity-trust-roots"),
                        tuple("WorkloadRestarted", "Deployment emojivoto/web", "uid-of-web"));
    }

    @Test
    void aLaterRestartOnlySaysWhatIsRestartedAndWhatFor() {
        Snapshot underWay = Snapshots.renewed()
                .workload("agent", w -> w.restartedFor(mark(1)))
                .workload("web", w -> w.restartedFor(mark(1)))
                .build();

        assertThat(turn(Optional.of(Phase.DISTRIBUTING), Phase.DISTRIBUTING, restart(underWay, "web"), underWay))
                .hasSize(1)
                .first()
                .satisfies(notice -> assertThat(notice.note())
                        .isEqualTo("restarted for the trust anchor " + name(NEW)
                                + ", attempt 2: its pods are replaced because they should have loaded the new anchor"));
    }

    @Test
    void aBundleThatNobodyHasToBeRestartedForIsDistributedToo() {
        assertThat(turn(Optional.of(Phase.SPREADING), Phase.SWITCHING, WAIT, renewed()))
                .extracting(Notice::reason)
                .containsExactly(NoticeReason.BUNDLE_DISTRIBUTED);
        assertThat(turn(
                        Optional.of(Phase.DISTRIBUTING),
                        Phase.SWITCHING,
                        WAIT,
                        Snapshots.renewed()
                                .workload("web", w -> w.restartedFor(mark(1)))
                                .build()))
                .isEmpty();
    }

    @Test
    void aRefusalStandsBesideEachWorkloadWhoseRolloutCapstanBeganInVain() {
        Snapshot failed = Snapshots.renewed()
                .workload("web", w -> w.restartedFor(mark(1)).rollout(new Rollout.Failed("ProgressDeadlineExceeded")))
                .workload(
                        "agent",
                        w -> w.restartedFor(mark(1))
                                .restartedAt(Pki.NOW.minusSeconds(700))
                                .rollout(new Rollout.InFlight("1 of 3 pods are updated")))
                .workload(
                        "db",
                        w -> w.restartedFor(mark(1))
                                .restartedAt(Pki.NOW.minusSeconds(60))
                                .rollout(new Rollout.InFlight("1 of 2 pods are updated")))
                .workload("other", w -> w.rollout(new Rollout.Failed("not ours")))
                .build();

        List<Notice> notices = turn(
                Optional.of(Phase.DISTRIBUTING), Phase.DISTRIBUTING, Decision.refuse("two rollouts failed"), failed);

        assertThat(notices)
                .filteredOn(notice -> notice.reason() == NoticeReason.ROLLOUT_FAILED)
                .extracting(notice -> notice.regarding().ref().toString())
                .containsExactlyInAnyOrder("Deployment emojivoto/web", "DaemonSet emojivoto/agent");
        assertThat(notices)
                .extracting(Notice::note)
                .anySatisfy(note -> assertThat(note)
                        .startsWith(
                                "the rollout of Deployment emojivoto/web failed: ProgressDeadlineExceeded; mend it"))
                .anySatisfy(note -> assertThat(note)
                        .startsWith("the rollout of DaemonSet emojivoto/agent has not ended within 10m: "
                                + "1 of 3 pods are updated; mend it"));
        assertThat(notices).last().isEqualTo(Notices.rotationRefused(failed, List.of("two rollouts failed")));
    }

    @Test
    void theOldAnchorIsRetiredOnceTheSlotHoldsTheNewOneAlone() {
        Snapshot retired = Snapshots.renewed().previous(NEW).build();

        assertThat(turn(Optional.of(Phase.RETIRING), Phase.SPREADING, WAIT, retired))
                .hasSize(1)
                .first()
                .satisfies(notice -> {
                    assertThat(notice.reason()).isEqualTo(NoticeReason.PREVIOUS_ANCHOR_RETIRED);
                    assertThat(notice.regarding().ref()).hasToString("Secret cert-manager/linkerd-previous-anchor");
                    assertThat(notice.regarding().uid()).isEqualTo("uid-of-linkerd-previous-anchor");
                });
        assertThat(turn(Optional.of(Phase.RETIRING), Phase.RENEWING, WAIT, renewed()))
                .isEmpty();
    }

    @Test
    void aDueRotationIsToldBesideTheAnchor() {
        Notice due = Notices.rotationDue(renewed(), "the trust anchor is older than 300d");

        assertThat(due.reason()).isEqualTo(NoticeReason.ROTATION_DUE);
        assertThat(due.note()).isEqualTo("a rotation of the trust anchor is due: the trust anchor is older than 300d");
        assertThat(due.regarding().ref()).hasToString("Certificate cert-manager/linkerd-trust-anchor");
    }

    private static List<Notice> turn(
            Optional<Phase> before, Phase phase, Decision decision, Snapshot snapshot, Journal.Seen... seen) {
        Intent intent = Intent.begun(
                        OLD.fingerprint(),
                        new Asked(Strategy.SEAMLESS, false, "the test wants it", "tester", "", Set.of(), false),
                        EARLIER)
                .with(new Journal(List.of(seen), List.of(), List.of(), List.of()));
        TrustState state = Decider.state(snapshot, intent, Policy.DEFAULT).orElseThrow();
        return Notices.ofTurn(before, phase, decision, intent, state, Policy.DEFAULT);
    }

    private static Snapshot renewed() {
        return Snapshots.renewed().build();
    }

    /** Noted in this turn. */
    private static Journal.Seen seen(Phase phase, Certificate anchor) {
        return new Journal.Seen(phase, name(anchor), Pki.NOW);
    }

    private static Decision restart(Snapshot snapshot, String name) {
        Workload workload = snapshot.dataPlane().workloads().stream()
                .map(MeshedWorkload::workload)
                .filter(any -> any.ref().name().equals(name))
                .findFirst()
                .orElseThrow();
        return new Decision.Act(new Step.Restart(List.of(workload), name(NEW), Cause.LOAD_ANCHOR), "");
    }

    private static RestartMark mark(int attempt) {
        return new RestartMark(name(NEW), Cause.LOAD_ANCHOR, attempt);
    }

    private static String name(Certificate certificate) {
        return certificate.fingerprint().abbreviated();
    }
}
