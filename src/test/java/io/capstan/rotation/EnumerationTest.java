package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.faults.FaultReport;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Abstract states of a cluster in the middle of anything. The decision in each is held against what is true there, which the
 * decider cannot see and can only conclude from evidence.
 *
 * <p>What belongs to trust is crossed completely, with open gates and with one gate that is closed for everything. What may
 * come on top of it is laid through a share of that, a {@link Circumstance} at a time: all of it with all would be too much
 * for a build. How gates stand is crossed in {@link GateEnumerationTest}; failing rollouts and what cannot be restarted have
 * tests of their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnumerationTest {
    private static final int SHARE = 47;

    private final Tally tally = new Tally();

    @Test
    void noDecisionBreaksTrustWhateverTheTruthIs() {
        Judge judge = new Judge(tally);
        List<Truth> truths = Truths.all().toList();
        truths.parallelStream().forEach(truth -> judge.judge(truth, Circumstance.NONE));
        Truths.share(truths, SHARE)
                .forEach(truth -> EnumSet.complementOf(EnumSet.of(Circumstance.NONE))
                        .forEach(circumstance -> judge.judge(truth, circumstance)));

        assertThat(tally.report()).isEmpty();
        assertThat(Judge.STEPS).as("no assertion is about nothing").allMatch(tally::hasSeen);
        assertThat(Phase.values()).allMatch(tally::hasSeen);
    }

    @AfterAll
    void reports() {
        FaultReport.write("decider", Map.of("states", tally.states(), "violations", tally.violations()));
        System.getLogger(EnumerationTest.class.getName()).log(System.Logger.Level.INFO, tally);
    }
}
