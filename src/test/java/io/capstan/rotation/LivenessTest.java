package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.faults.FaultReport;
import io.capstan.rotation.Nature.Actor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Whatever a rotation finds, it ends: every path of decisions leads to a steady cluster, or to a refusal that says what a
 * person must do, and no two states trade places on it. {@link EnumerationTest} judges each decision by itself; this follows
 * them, from a share of its truths, with each strategy and for either anchor to retire.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivenessTest {
    /** {@code -Dfaults.liveness=1} follows a path from every state, which takes more than an hour of a processor. */
    private static final int SHARE = Integer.getInteger("faults.liveness", 97);

    private static final int SHARE_IN_TROUBLE = 499;

    private static final int SHARE_IN_CIRCUMSTANCES = 1999;

    private final Authorities authorities = new Authorities();
    private final List<Truth> truths = Truths.all().toList();
    private final Tally tally = new Tally();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    @Test
    void fromWhereverItStandsARotationComesToAnEnd() {
        List<Paths.End> ends = follow(Set.of(), Circumstance.NONE, false, SHARE);

        assertThat(tally.report()).isEmpty();
        assertThat(ends).anyMatch(Paths.End::isDone).anyMatch(end -> !end.isDone());
    }

    @Test
    void aGateThatIsClosedAtFirstForEachActHoldsTheRotationUpAndNothingMore() {
        List<Paths.End> ends = follow(Set.of(), Circumstance.NONE, true, SHARE_IN_TROUBLE);

        assertThat(tally.report()).isEmpty();
        assertThat(ends).anyMatch(Paths.End::isDone).anyMatch(end -> !end.isDone());
    }

    @ParameterizedTest
    @EnumSource
    void whereSomebodyDoesNotDoTheirPartItEndsInSayingSo(Actor away) {
        List<Paths.End> ends = follow(Set.of(away), Circumstance.NONE, false, SHARE_IN_TROUBLE);

        assertThat(tally.report()).isEmpty();
        assertThat(ends).anyMatch(end -> !end.isDone());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void whateverElseThereIsARotationComesToAnEnd(Circumstance circumstance) {
        List<Paths.End> ends = follow(Set.of(), circumstance, false, SHARE_IN_CIRCUMSTANCES);

        assertThat(tally.report()).isEmpty();
        assertThat(ends).anyMatch(Paths.End::isDone).anyMatch(end -> !end.isDone());
    }

    private List<Paths.End> follow(Set<Actor> away, Circumstance circumstance, boolean holdsEachAct, int share) {
        Paths paths = new Paths(new Nature(away, authorities), authorities, holdsEachAct);
        return Truths.share(truths, share)
                .flatMap(truth -> Stream.of(Strategy.values())
                        .flatMap(strategy -> Stream.of(Truth.OLD, Truth.NEW)
                                .map(retired -> judged(
                                        paths.follow(World.of(truth), circumstance, retired.fingerprint(), strategy),
                                        strategy + ", " + circumstance + ", from " + truth))))
                .toList();
    }

    private Paths.End judged(Paths.End end, String path) {
        tally.judged();
        longest.accumulate(end.turns());
        tally.expect(
                end.fault().isEmpty(), () -> end.fault() + ": " + path + "\n  " + String.join("\n  ", end.trail()));
        return end;
    }

    @AfterAll
    void reports() {
        FaultReport.write(
                "liveness",
                Map.of("paths", tally.states(), "longest", longest.get(), "violations", tally.violations()));
    }
}
