package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The gates that know no time of day: a pause, an approval, other alerts. */
class GatesTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Intent INTENT = Intents.toRetire(OLD.fingerprint(), Strategy.SEAMLESS);

    /** One of each kind. */
    private static List<Step> steps(Snapshot snapshot) {
        return List.of(
                new Step.RenewAnchor(snapshot.anchor()),
                new Step.RenewIssuer(snapshot.issuer()),
                new Step.HoldIssuer(snapshot.issuer(), "unset"),
                new Step.ReleaseIssuer(snapshot.issuer(), "unset"),
                new Step.Restart(
                        snapshot.workloads().toList(), OLD.fingerprint().abbreviated(), Cause.LOAD_ANCHOR),
                new Step.SetPrevious(snapshot.previous(), AnchorSet.of(OLD)));
    }

    private static List<Step> passing(Gate gate, Snapshot snapshot) {
        return steps(snapshot).stream()
                .filter(step -> Gates.of(gate).holds(step).isEmpty())
                .toList();
    }

    @Test
    void theFirstClosedGateIsTheReason() {
        Gate open = step -> Optional.empty();
        Snapshot snapshot = Snapshots.steady().build();
        Gates gates = Gates.of(open, new AlertsGate("first"), new AlertsGate("second"));
        assertThat(gates.holds(new Step.RenewAnchor(snapshot.anchor())))
                .hasValueSatisfying(hold -> assertThat(hold.reason()).startsWith("first;"));
    }

    @Test
    void aPauseKeepsARotationFromBeingTakenUpAndAClosedWindowDoesNot() {
        Snapshot paused = Snapshots.steady()
                .anchor(a -> a.annotated(Map.of("paused", "the sale")))
                .build();
        assertThat(Gates.of(new PauseGate(paused)).holdsAnything(paused)).isPresent();
        Policy night = Schedules.policy(Schedules.within("0 2 * * * for 1h"));
        TrustState state =
                Decider.state(Snapshots.steady().build(), INTENT, night).orElseThrow();
        assertThat(Gates.of(new WindowGate(state, night)).holdsAnything(state.snapshot()))
                .isEmpty();
    }

    @Test
    void kindsAreWrittenInSmallLetters() {
        assertThat(Gate.Kind.values())
                .extracting(Gate.Kind::text)
                .containsExactly("pause", "approval", "window", "alerts", "lock");
    }

    @Nested
    class Pause {
        private Snapshot paused(Map<String, String> annotations) {
            return Snapshots.steady().anchor(a -> a.annotated(annotations)).build();
        }

        @Test
        void holdsEveryStepButGivingTheIssuersRenewalBack() {
            Snapshot snapshot = paused(Map.of("paused", "the sale"));
            assertThat(passing(new PauseGate(snapshot), snapshot)).hasOnlyElementsOfType(Step.ReleaseIssuer.class);
        }

        @Test
        void saysWhoUntilWhenAndWhatLetsItGoOn() {
            Snapshot snapshot =
                    paused(Map.of("paused", "the sale", "paused-by", "alex", "paused-until", "2026-03-12T00:00:00Z"));
            assertThat(new PauseGate(snapshot).holds(new Step.RenewAnchor(snapshot.anchor())))
                    .contains(new Decision.Hold(
                            Gate.Kind.PAUSE,
                            "paused by alex until 2026-03-12T00:00:00Z: the sale; capstan resume lets it go on",
                            Optional.of(Instant.parse("2026-03-12T00:00:00Z"))));
        }

        @Test
        void thatIsOverHoldsNothing() {
            Snapshot snapshot = paused(Map.of("paused", "", "paused-until", Pki.NOW.toString()));
            assertThat(passing(new PauseGate(snapshot), snapshot)).isEqualTo(steps(snapshot));
        }

        @Test
        void withAnEndThatCannotBeReadHasNone() {
            Snapshot snapshot = paused(Map.of("paused", "", "paused-until", "yesterday"));
            assertThat(new PauseGate(snapshot).holds(new Step.RenewAnchor(snapshot.anchor())))
                    .hasValueSatisfying(hold -> assertThat(hold.until()).isEmpty());
        }
    }

    @Nested
    class Approval {
        private final Snapshot waiting = Snapshots.steady().build();

        private Snapshot approved(String anchor) {
            return Snapshots.steady()
                    .anchor(a -> a.annotated(Map.of("approve", anchor)))
                    .build();
        }

        @Test
        void isAskedForBeforeEverythingButGivingTheIssuersRenewalBack() {
            assertThat(passing(new ApprovalGate(waiting, INTENT), waiting))
                    .hasOnlyElementsOfType(Step.ReleaseIssuer.class);
        }

        @Test
        void isAskedForWithTheCommandThatGivesIt() {
            assertThat(new ApprovalGate(waiting, INTENT).holds(new Step.RenewAnchor(waiting.anchor())))
                    .hasValueSatisfying(hold -> assertThat(hold.reason())
                            .contains("kubectl annotate -n cert-manager certificates.cert-manager.io"
                                    + " linkerd-trust-anchor --overwrite capstan.io/approve="
                                    + OLD.fingerprint().abbreviated()));
        }

        @Test
        void namesTheAnchorToRetire() {
            Snapshot snapshot = approved(OLD.fingerprint().abbreviated());
            assertThat(passing(new ApprovalGate(snapshot, INTENT), snapshot)).isEqualTo(steps(snapshot));
        }

        @Test
        void ofAnotherAnchorDoesNotCount() {
            Snapshot snapshot = approved(Pki.OTHER.certificate().fingerprint().hex());
            ApprovalGate gate = new ApprovalGate(snapshot, seen(snapshot, INTENT));
            assertThat(gate.isApproved()).isFalse();
        }

        @Test
        void isKeptAlthoughTheAnnotationGoes() {
            Intent approved = seen(approved(OLD.fingerprint().hex()), INTENT);
            assertThat(approved.approvedAt()).contains(Pki.NOW);
            Intent later = seen(Snapshots.steady().now(Pki.NOW.plusSeconds(60)).build(), approved);
            assertThat(later.approvedAt()).contains(Pki.NOW);
            assertThat(new ApprovalGate(waiting, later).isApproved()).isTrue();
        }

        private Intent seen(Snapshot snapshot, Intent intent) {
            TrustState state = Decider.state(snapshot, intent, Policy.DEFAULT).orElseThrow();
            return Logbook.seen(intent, state, Phase.of(state, false));
        }
    }

    @Nested
    class Alerts {
        private final Snapshot snapshot = Snapshots.steady().build();
        private final Gate firing = new AlertsGate("2 alerts fire");

        @Test
        void holdWhatDisturbsAndNothingElse() {
            assertThat(passing(firing, snapshot))
                    .isEqualTo(steps(snapshot).stream()
                            .filter(step -> !step.disturbs())
                            .toList());
        }

        @Test
        void sayWhatLetsItGoOn() {
            assertThat(firing.holds(new Step.RenewAnchor(snapshot.anchor())))
                    .hasValueSatisfying(hold -> assertThat(hold.reason())
                            .isEqualTo("2 alerts fire; it goes on when that is over, or at once by capstan rotate"
                                    + " --now"));
        }

        @Test
        void holdWhatOnlyPreparesTheStart() {
            Policy holding = Schedules.policy(Schedules.holdingIssuer(Schedule.ANY_TIME));
            assertThat(Decider.decide(snapshot, INTENT, Gates.of(firing), holding))
                    .isInstanceOf(Decision.Hold.class);
            Snapshot soonRenewed = Snapshots.steady()
                    .issuer(i -> i.renewalTime(Pki.NOW.plusSeconds(600)))
                    .build();
            assertThat(Decider.decide(soonRenewed, INTENT, Gates.of(firing), Policy.DEFAULT))
                    .isInstanceOf(Decision.Hold.class);
        }
    }
}
