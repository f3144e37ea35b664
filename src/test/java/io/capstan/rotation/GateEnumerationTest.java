package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.faults.FaultReport;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every way in which all gates can stand together, before one decision of each kind that comes up in a phase with a strategy,
 * taken from the truths of {@link EnumerationTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateEnumerationTest {
    private static final int SHARE = 499;

    private final Tally tally = new Tally();

    @Test
    void gatesHoldWhatUsersMayNoticeAndNothingElseAndSayWhatOpensThem() {
        GateJudge judge = new GateJudge(tally);
        ofEachKind().parallelStream()
                .forEach(occasion -> Hindrances.all(occasion.truth().when())
                        .forEach(hindrances -> judge.judge(occasion, hindrances)));

        assertThat(tally.report()).isEmpty();
        assertThat(Gate.Kind.values()).allMatch(kind -> kind == Gate.Kind.LOCK || tally.hasSeen(kind));
    }

    private static List<Occasion> ofEachKind() {
        return Truths.share(Truths.all().toList(), SHARE)
                .flatMap(GateEnumerationTest::occasions)
                .collect(Collectors.toMap(Occasion::kind, occasion -> occasion, (first, second) -> first))
                .values()
                .stream()
                .filter(Occasion::isAct)
                .toList();
    }

    private static Stream<Occasion> occasions(Truth truth) {
        return Stream.of(Circumstance.values())
                .flatMap(circumstance -> Stream.of(Truth.OLD, Truth.NEW)
                        .flatMap(retired -> Stream.of(Strategy.values())
                                .map(strategy -> new Occasion(truth, circumstance, retired.fingerprint(), strategy))));
    }

    @AfterAll
    void reports() {
        FaultReport.write("gates", Map.of("states", tally.states(), "violations", tally.violations()));
        System.getLogger(GateEnumerationTest.class.getName()).log(System.Logger.Level.INFO, tally);
    }
}
