package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.window.Opening;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Batches, laid into windows by hand. */
class FitTest {
    private static final Instant START = Instant.parse("2026-03-14T02:00:00Z");
    private static final Duration LAG = Duration.ofMinutes(3);
    private static final Instant MUCH_LATER = START.plus(Duration.ofDays(30));

    private static Instant minute(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private static Opening opening(int from, int to) {
        return new Opening(minute(from), minute(to), ZoneOffset.UTC);
    }

    private static List<Duration> batches(int... minutes) {
        return IntStream.of(minutes).mapToObj(Duration::ofMinutes).toList();
    }

    private static Fit fit(List<Duration> batches, Instant latest, Opening... openings) {
        return Fit.of(START, LAG, batches, latest, List.of(openings));
    }

    @Test
    void restartsFollowTheLagAndEachOther() {
        Fit fit = fit(batches(10, 20), minute(33), opening(0, 60));
        assertThat(fit).isEqualTo(new Fit(START, Optional.of(minute(33)), 1, minute(33), Duration.ofMinutes(33)));
        assertThat(fit.fits()).isTrue();
    }

    @Test
    void theyHaveToBeOverBeforeTheIssuerIsRenewed() {
        assertThat(fit(batches(10, 20), minute(33).minusSeconds(1), opening(0, 60))
                        .fits())
                .isFalse();
    }

    @Test
    void aBatchThatWouldNotEndInItsWindowIsLeftToTheNext() {
        Fit fit = fit(batches(10, 20), MUCH_LATER, opening(0, 32), opening(100, 130));
        assertThat(fit.end()).contains(minute(120));
        assertThat(fit.openings()).isEqualTo(2);
    }

    @Test
    void aBatchMayEndWithItsWindow() {
        assertThat(fit(batches(10, 20), MUCH_LATER, opening(0, 33)).end()).contains(minute(33));
    }

    @Test
    void aWindowThatIsTooShortForABatchIsPassedOver() {
        assertThat(fit(batches(20), MUCH_LATER, opening(0, 10), opening(60, 70), opening(100, 130))
                        .end())
                .contains(minute(120));
    }

    @Test
    void aBatchThatFitsIntoNoWindowFitsNowhere() {
        Fit fit = fit(batches(10, 40), MUCH_LATER, opening(0, 30), opening(60, 90));
        assertThat(fit.end()).isEmpty();
        assertThat(fit.fits()).isFalse();
        assertThat(fit.text())
                .isEqualTo("the restarts take about 53m, and the maintenance windows to come do not hold them all");
    }

    @Test
    void itSaysItsArithmetic() {
        assertThat(fit(batches(10, 20), minute(99), opening(0, 32), opening(100, 130))
                        .text())
                .isEqualTo("the restarts take about 33m, so a rotation that starts at 2026-03-14T02:00:00Z is over at"
                        + " 2026-03-14T04:00:00Z (in 2 windows), and has to be by 2026-03-14T03:39:00Z,"
                        + " before the identity issuer is renewed");
    }

    @Test
    void withoutRestartsThereIsNothingToFit() {
        assertThat(fit(List.of(), MUCH_LATER).end()).contains(START.plus(LAG));
    }

    /** Held against a look at every minute: a batch begins in the first at which all of it lies in one window. */
    @Property(tries = 300)
    void everyBatchBeginsAtTheFirstMinuteFromWhichAllOfItLiesInOneWindow(
            @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 40) Integer> batches,
            @ForAll @IntRange(min = 1, max = 60) int open,
            @ForAll @IntRange(min = 1, max = 90) int closed) {
        List<Opening> openings = IntStream.range(0, 10)
                .mapToObj(i -> opening(i * (open + closed), i * (open + closed) + open))
                .toList();
        int at = 3;
        for (int batch : batches) {
            while (at < 10 * (open + closed) && at % (open + closed) + batch > open) {
                at++;
            }
            at += batch;
        }
        boolean fits = batches.isEmpty() || at <= 9 * (open + closed) + open;
        Fit fit = Fit.of(START, LAG, batches.stream().map(Duration::ofMinutes).toList(), MUCH_LATER, openings);
        assertThat(fit.end()).isEqualTo(fits ? Optional.of(minute(at)) : Optional.empty());
    }

    @Test
    void aClusterIsFittedWithWhatItsIssuerHasLeft() {
        Policy policy = Schedules.policy(Schedules.within("0 12 * * * for 1h"));
        Fit fit = Fit.now(Snapshots.steady().build(), policy);
        assertThat(fit.end())
                .contains(Pki.NOW.plus(RestartBudget.of(Snapshots.steady().build(), policy)));
        assertThat(fit.latest()).isEqualTo(Instant.parse("2026-03-11T22:30:00Z"));
    }

    @Test
    void aHeldIssuerLeavesTimeUntilItsEnd() {
        Policy policy = Schedules.policy(Schedules.holdingIssuer(Schedules.within("0 12 * * * for 1h")));
        assertThat(Fit.now(Snapshots.steady().build(), policy).latest())
                .isEqualTo(Pki.ISSUER_OLD.certificate().notAfter().minus(policy.raceMargin()));
    }

    @Test
    void theFirstLaterWindowThatDoesIsFound() {
        Policy policy =
                Schedules.policy(Schedules.within("0 13 * * * for 1m", "0 14 * * * for 4m", "0 15 * * * for 5m"));
        // with an issuer so short-lived, nothing can spread over two windows
        Snapshots cluster =
                Snapshots.steady().issuer(i -> i.lives(Duration.ofHours(48), Duration.ofMinutes(46 * 60 + 50)));
        assertThat(Fit.later(cluster.build(), policy).map(Fit::start)).contains(Instant.parse("2026-03-11T15:00:00Z"));
    }

    @Test
    void noLaterWindowIsFoundWhereNoneDoes() {
        Policy policy = Schedules.policy(Schedules.within("0 13 * * * for 1m"));
        assertThat(Fit.later(Snapshots.steady().build(), policy)).isEmpty();
    }
}
