package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.fixture.Installations;
import io.capstan.fixture.Pki;
import io.capstan.hostile.Fuzz;
import io.capstan.hostile.HostileJson;
import io.capstan.report.History;
import io.capstan.report.HistoryJson;
import io.capstan.report.HistoryText;
import io.capstan.report.Reports;
import io.capstan.report.RotationReport;
import io.capstan.report.RotationReportJson;
import io.capstan.report.RotationReportMarkdown;
import io.capstan.report.RotationReportText;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What Capstan itself keeps in a ConfigMap, after somebody else has been at it. */
class HostileEntriesTest {
    private static final Target OWNER = Resource.CONFIG_MAP.named("linkerd", IntentStore.NAME);
    private static final Instant NOW = Pki.NOW;

    @Test
    void aDamagedReportIsShownAsItStandsOrNamedAsUnreadable() {
        String report = RotationReportJson.of(Reports.begunAt(NOW)).toString();
        Fuzz.rounds(500, dice -> {
            ObjectNode data = JsonNodeFactory.instance.objectNode();
            data.put(ReportEntries.PREFIX + "x", new HostileJson(dice).damaged(report));

            History history = ReportEntries.read(OWNER, data);

            assertThat(history.reports().size() + history.unreadable().size()).isEqualTo(1);
            assertThat(history.unreadable())
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("ConfigMap linkerd/capstan-rotation: its entry report-x cannot be understood (")
                            .doesNotContain("\n"));
            assertThat(HistoryText.of(history)).isNotEmpty();
            assertThat(HistoryJson.of(history)).hasSize(history.reports().size());
            history.reports().forEach(HostileEntriesTest::show);
        });
    }

    private static void show(RotationReport report) {
        assertThat(RotationReportText.of(report)).isNotEmpty();
        assertThat(RotationReportMarkdown.of(report)).startsWith("# Rotation of");
    }

    @Test
    void aDamagedIntentIsTakenOrNamedWithWhatToDo() {
        String intent = IntentJson.write(IntentStoreTest.INTENT).toString();
        String[] answer = {""};
        try (CannedApi api = new CannedApi(request -> answer[0])) {
            IntentStore store = new IntentStore(api.client(), Installations.ofTheDocumentation(), 10);
            Fuzz.rounds(500, dice -> {
                ObjectNode configMap = JsonNodeFactory.instance.objectNode();
                configMap.putObject("data").put("intent", new HostileJson(dice).damaged(intent));
                answer[0] = configMap.toString();
                try {
                    assertThat(store.read()).isPresent();
                } catch (ClusterException e) {
                    assertThat(e)
                            .hasMessageStartingWith(
                                    "ConfigMap linkerd/capstan-rotation: its entry intent cannot be understood (")
                            .hasMessageContaining("; mend it, or remove that entry")
                            .message()
                            .hasLineCount(1);
                }
            });
        }
    }
}
