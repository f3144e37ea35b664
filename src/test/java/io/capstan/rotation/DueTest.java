package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Policies;
import io.capstan.fixture.Snapshots;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Due.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DueTest {
    private static final Certificate OLD = Pki.OLD.certificate();
    private static final Instant LAST_DAYS = OLD.notAfter().minus(Policy.DEFAULT.rotateBefore());
    private static final Policy NEVER = Schedules.policy(Schedules.automaticNever());

    private static Optional<Due> due(Snapshots cluster, Policy policy) {
        return Due.of(cluster.state(), policy);
    }

    private static Optional<Reason> reason(Snapshots cluster, Policy policy) {
        return due(cluster, policy).map(Due::reason);
    }

    private static Optional<Reason> reason(Snapshots cluster) {
        return reason(cluster, Policy.DEFAULT);
    }

    private static Snapshots asking(Snapshots cluster, Certificate retire) {
        return cluster.anchor(
                a -> a.annotated(Map.of("rotate", retire.fingerprint().abbreviated())));
    }

    @Test
    void nothingIsDueOfAYoungAnchor() {
        assertThat(due(Snapshots.steady(), Policy.DEFAULT)).isEmpty();
    }

    @Test
    void itIsDueOnceTheAnchorHasNoMoreThanRotateBeforeLeft() {
        assertThat(reason(Snapshots.steady().now(LAST_DAYS.minusSeconds(1)))).isEmpty();
        assertThat(due(Snapshots.steady().now(LAST_DAYS), Policy.DEFAULT))
                .contains(new Due(
                        Reason.EXPIRY,
                        "the trust anchor expires at 2027-03-01T00:00:00Z (capstan.rotate-before is 60d)"));
        assertThat(reason(Snapshots.steady().now(OLD.notAfter().plusSeconds(1))))
                .contains(Reason.EXPIRY);
    }

    @Test
    void itIsDueOnceTheAnchorIsAsOldAsMaxAge() {
        Policy policy = Schedules.policy(Schedules.maxAge(Duration.ofDays(30)));
        Instant old = Pki.SET_UP.plus(Duration.ofDays(30));
        assertThat(reason(Snapshots.steady().now(old.minusSeconds(1)), policy)).isEmpty();
        assertThat(due(Snapshots.steady().now(old), policy))
                .contains(new Due(
                        Reason.AGE, "the trust anchor was made at " + Pki.SET_UP + " (capstan.max-age is 30d)"));
    }

    @Test
    void anAnchorThatLivesNoLongerThanRotateBeforeIsNotDueForEver() {
        Policy policy = Policies.rotateBefore(OLD.life());
        assertThat(due(Snapshots.steady(), policy)).isEmpty();
        assertThat(due(Snapshots.steady().now(OLD.notAfter()), policy)).isEmpty();
    }

    @Property(tries = 200)
    void expiryIsDueFromOneMomentOn(@ForAll @IntRange(min = 0, max = 8760 * 60) int minute) {
        Instant now = Pki.SET_UP.plus(Duration.ofMinutes(minute));
        assertThat(reason(Snapshots.steady().now(now)).isPresent()).isEqualTo(!now.isBefore(LAST_DAYS));
    }

    @Test
    void aPersonAsksForItByTheAnchorToRetire() {
        assertThat(reason(asking(Snapshots.steady(), OLD))).contains(Reason.REQUESTED);
        Map<String, String> whole = Map.of("rotate", OLD.fingerprint().hex());
        assertThat(reason(Snapshots.steady().anchor(a -> a.annotated(whole)))).contains(Reason.REQUESTED);
    }

    @Test
    void anOldAnnotationThatNamesAnAnchorThatIsGoneAsksNothing() {
        assertThat(reason(asking(Snapshots.steady(), Pki.OTHER.certificate()))).isEmpty();
    }

    @Test
    void whatCannotBeUnderstoodAsksNothing() {
        assertThat(reason(Snapshots.steady().anchor(a -> a.annotated(Map.of("rotate", "now")))))
                .isEmpty();
    }

    @Test
    void aRenewalThatNobodyFinishedIsDue() {
        assertThat(due(Snapshots.renewed(), Policy.DEFAULT)).hasValueSatisfying(due -> {
            assertThat(due.reason()).isEqualTo(Reason.UNATTENDED);
            assertThat(due.text()).contains(Pki.NEW.certificate().fingerprint().abbreviated(), "without Capstan");
        });
    }

    @Test
    void theMostPressingReasonComesFirst() {
        Policy aged = Schedules.policy(Schedules.maxAge(Duration.ofDays(1)));
        Snapshots all = asking(Snapshots.renewed(), Pki.NEW.certificate()).now(LAST_DAYS);
        assertThat(reason(all, aged)).contains(Reason.UNATTENDED);
        assertThat(reason(asking(Snapshots.steady(), OLD).now(LAST_DAYS), aged)).contains(Reason.REQUESTED);
        assertThat(reason(Snapshots.steady().now(LAST_DAYS), aged)).contains(Reason.EXPIRY);
        assertThat(reason(Snapshots.steady(), aged)).contains(Reason.AGE);
    }

    @Test
    void itIsToldFromWhatAPersonStarted() {
        for (Reason reason : Reason.values()) {
            assertThat(Due.isWhy(askedBy(new Due(reason, "").requestedBy()))).isTrue();
        }
        assertThat(Due.isWhy(askedBy("anna"))).isFalse();
    }

    private static Asked askedBy(String who) {
        return new Asked(Strategy.SEAMLESS, false, "", who, "", Set.of(), false);
    }

    @Test
    void reasonsAreWrittenInSmallLetters() {
        assertThat(Reason.values())
                .extracting(Reason::text)
                .containsExactly("unattended", "requested", "expiry", "age");
    }

    @Test
    void whereNothingIsAutomaticOnlyWhatAPersonAskedForIsBegun() {
        for (Reason reason : Reason.values()) {
            Due due = new Due(reason, "");
            assertThat(due.isBegunBy(Schedule.ANY_TIME)).isTrue();
            assertThat(due.isBegunBy(NEVER.schedule())).isEqualTo(reason == Reason.REQUESTED);
        }
        assertThat(reason(Snapshots.renewed(), NEVER)).contains(Reason.UNATTENDED);
    }

    @Test
    void whereNothingIsAutomaticAnUnattendedRenewalDoesNotHideWhatAPersonAskedFor() {
        assertThat(reason(asking(Snapshots.renewed(), Pki.NEW.certificate()), NEVER))
                .contains(Reason.REQUESTED);
    }

    @Test
    void aPersonsRequestStandsUntilTheAnchorThatItNamesIsGone() {
        assertThat(reason(asking(Snapshots.renewed(), OLD), NEVER)).contains(Reason.REQUESTED);
    }
}
