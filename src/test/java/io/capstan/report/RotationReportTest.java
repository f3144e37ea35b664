package io.capstan.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.fixture.Pki;
import io.capstan.report.RotationReport.Stay;
import io.capstan.report.WorkloadResult.Result;
import io.capstan.rotation.Journal;
import io.capstan.rotation.Journal.Restarted;
import io.capstan.rotation.Phase;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.RestartMark.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotationReportTest {
    private final RotationReport report = Reports.eventful();

    @Test
    void isNamedByItsBeginningAndItsAnchor() {
        assertThat(report.id())
                .isEqualTo("20260311T120000Z-"
                        + Pki.NEW.certificate().fingerprint().hex().substring(0, 8));
    }

    @Test
    void everyWorkloadHasAResultAndAReasonForIt() {
        assertThat(report.workloads())
                .extracting(one -> one.workload().name() + ": " + one.result().text() + " " + one.why())
                .contains(
                        "web: restarted ",
                        "db: failed ProgressDeadlineExceeded: db-1 is not ready",
                        "agent: skipped cannot be restarted: its update strategy is OnDelete",
                        "legacy: skipped left, as it was asked for",
                        "gone: skipped it had no meshed pods any more, or was gone");
        assertThat(report.count(Result.SKIPPED)).isEqualTo(3);
        assertThat(report.count(Result.FAILED)).isEqualTo(1);
        assertThat(report.totals().restarts()).isEqualTo(4);
        assertThat(report.totals().dataPlaneRestarts()).isEqualTo(4);
    }

    @Test
    void aPhaseThatWasEnteredTwiceIsSummedAndItsSequenceKept() {
        assertThat(report.timePerPhase())
                .containsEntry(Phase.RENEWING, Duration.ofSeconds(2 + 6))
                .containsEntry(Phase.DISTRIBUTING, Duration.ofMinutes(10));
        assertThat(report.stays())
                .extracting(Stay::phase)
                .containsExactly(Phase.STEADY, Phase.RENEWING, Phase.DISTRIBUTING, Phase.RENEWING, Phase.CONVERGING);
        assertThat(report.timePerPhase().values().stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(report.took());
    }

    @Test
    void aNoteOfConvergingInTheMidstOfAnotherPhaseIsNoStay() {
        Journal documented = Journal.EMPTY
                .withSeen(Phase.DISTRIBUTING, Pki.NEW.certificate(), Pki.NOW)
                .withConverged(Pki.NEW.certificate(), Pki.NOW.plusSeconds(60))
                .withSeen(Phase.DISTRIBUTING, Pki.NEW.certificate(), Pki.NOW.plusSeconds(60));

        assertThat(Reports.of(Pki.NOW, "", documented).stays())
                .containsExactly(new Stay(Phase.DISTRIBUTING, Pki.NOW, Duration.ofHours(1)));
    }

    @Test
    void isReadBackAsItWasWritten() throws Exception {
        String json = JsonText.of(RotationReportJson.of(report));

        assertThat(RotationReportReading.of(new ObjectMapper().readTree(json))).isEqualTo(report);
    }

    @Test
    void oneOfAVersionThatKnewOneRequestOnlyIsReadAsItIs() {
        ObjectNode json = RotationReportJson.of(report);
        json.remove("alsoRequested");

        assertThat(RotationReportReading.of(json)).isEqualTo(report);
    }

    @Test
    void whatIsMissingIsNamed() {
        ObjectNode json = RotationReportJson.of(report);
        json.remove("retired");

        assertThatThrownBy(() -> RotationReportReading.of(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it has no text retired");
    }

    @Test
    void withoutItsWorkloadsItKeepsTheTotalsAndSaysSo() {
        RotationReport abridged = report.withoutWorkloads();

        assertThat(abridged.totals()).isEqualTo(report.totals());
        assertThat(abridged.proofs()).isEqualTo(report.proofs());
        assertThat(RotationReportText.of(abridged))
                .contains("restarts: 4 of data-plane")
                .contains("too large to be kept");
        assertThat(RotationReportMarkdown.of(abridged)).contains("4 restarts").contains("too large to be kept");
    }

    @Test
    void peopleGetItAsText() {
        Golden.assertMatches(RotationReportText.of(report), "rotation.txt");
    }

    @Test
    void ticketsGetItAsMarkdown() {
        Golden.assertMatches(RotationReportMarkdown.of(report), "rotation.md");
    }

    @Test
    void programsGetItAsJson() {
        Golden.assertMatches(JsonText.of(RotationReportJson.of(report)), "rotation.json");
    }

    @Test
    void noReasonCanBreakOutOfItsCell() {
        String markdown = RotationReportMarkdown.of(
                Reports.of(Pki.NOW, "a | b\n# c\u001b[2J <img> [x](y) `d` \\", Journal.EMPTY));

        assertThat(markdown).contains("| reason | a \\| b # c\uFFFD\\[2J \\<img\\> \\[x\\](y) \\`d\\` \\\\ |\n");
    }

    @Test
    void measuredIsTheNewestRolloutThatCameToItsEnd() {
        ObjectRef web = Reports.WEB;
        RotationReport earlier = Reports.of(
                Pki.NOW.minus(Duration.ofDays(300)),
                "",
                new Journal(
                        List.of(),
                        List.of(),
                        List.of(rollout(web, 90), rollout(Reports.DB, 70), rollout(Reports.GONE, 0)),
                        List.of()));
        History history = new History(List.of(report, earlier), List.of());

        assertThat(history.measured(Duration.ofHours(1)))
                .containsEntry(web, Duration.ofSeconds(30))
                .describedAs("the newer rollout of db never ended")
                .containsEntry(Reports.DB, Duration.ofSeconds(70))
                .containsEntry(Reports.GONE, Duration.ofSeconds(45));
        assertThat(new History(List.of(earlier), List.of()).measured(Duration.ofHours(1)))
                .describedAs("a rollout of nothing says nothing")
                .doesNotContainKey(Reports.GONE);
    }

    @Test
    void aRequestIsFoundInAnyReportButNotWithoutAName() {
        RotationReport other = Reports.begunAt(Pki.NOW.plusSeconds(5));
        History history = new History(List.of(other, report), List.of());

        assertThat(history.ofRequest(report.requestId())).contains(report);
        assertThat(history.ofRequest("")).isEmpty();
    }

    private static Restarted rollout(ObjectRef workload, int seconds) {
        var at = Pki.NOW.minus(Duration.ofDays(300));
        return new Restarted(workload, Cause.LOAD_ANCHOR, at, Optional.of(at.plusSeconds(seconds)));
    }
}
