package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.faults.FaultReport;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Abstract states of a cluster in the middle of anything. The decision in each is held against what is true there, which the
 * decider cannot see and can only conclude from evidence.
 *
 * <p>It is what belongs to trust, with open gates and with one gate that is closed for everything. Windows, approval, a held issuer,
 * failing rollouts and what cannot be restarted are not in it: those have tests of their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnumerationTest {
    private final Tally tally = new Tally();

    @Test
    void noDecisionBreaksTrustWhateverTheTruthIs() {
        Judge judge = new Judge(tally);
        Truths.all().forEach(judge::judge);

        assertThat(tally.report()).isEmpty();
        assertThat(Judge.STEPS).as("no assertion is about nothing").allMatch(tally::hasSeen);
        assertThat(Phase.values())
                .allMatch(phase -> phase == Phase.RENEWING || phase == Phase.PURGING || tally.hasSeen(phase));
    }

    @AfterAll
    void reports() {
        FaultReport.write("decider", Map.of("states", tally.states(), "violations", tally.violations()));
        System.getLogger(EnumerationTest.class.getName()).log(System.Logger.Level.INFO, tally);
    }
}
