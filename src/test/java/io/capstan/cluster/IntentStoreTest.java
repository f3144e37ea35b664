package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.drydock.WorldClock;
import io.capstan.drydock.api.ApiServer;
import io.capstan.fixture.Installations;
import io.capstan.fixture.Pki;
import io.capstan.pki.AnchorSet;
import io.capstan.pki.PemBundle;
import io.capstan.report.Reports;
import io.capstan.report.RotationReport;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Journal;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Strategy;
import io.capstan.trust.ObjectRef;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntentStoreTest {
    private static final Intent BEGUN = Intent.begun(
            Pki.OLD.certificate().fingerprint(),
            new Asked(
                    Strategy.PROMPT,
                    true,
                    "a key was on a laptop",
                    "alex",
                    "request-1",
                    List.of("request-2"),
                    Set.of(new ObjectRef("StatefulSet", "emojivoto", "db"), new ObjectRef("Pod", "emojivoto", "bare")),
                    true),
            Pki.NOW);
    static final Intent INTENT = BEGUN.with(Journal.EMPTY
                    .withSeen(Phase.DISTRIBUTING, Pki.NEW.certificate(), Pki.NOW)
                    .withCertificate(Journal.Role.ANCHOR, Pki.NEW.certificate(), Pki.NOW))
            .withApproval(Pki.NOW)
            .withHeldPolicy("unset")
            .withUsed(AnchorSet.of(Pki.OLD.certificate(), Pki.OTHER.certificate()));

    private static final RotationReport REPORT = Reports.begunAt(Pki.NOW);

    private final ApiServer api = ApiServer.start(new WorldClock(Instant.parse("2026-03-02T08:00:00Z")));
    private final KubernetesClient client = api.client();
    private final IntentStore store = new IntentStore(client, Installations.ofTheDocumentation(), 3);

    @BeforeEach
    void createNamespace() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("linkerd")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    @Test
    void givesBackWhatWasWritten() {
        assertThat(store.read()).isEmpty();

        assertThat(store.write(INTENT)).isEqualTo(new Outcome.Done());

        assertThat(store.read()).contains(INTENT);
        assertThat(new IntentStore(client, Installations.ofTheDocumentation(), 3).read())
                .contains(INTENT);
    }

    @Test
    void writesAgainWithoutReadingInBetween() {
        store.read();
        store.write(INTENT);
        Intent further =
                INTENT.with(INTENT.journal().withSeen(Phase.SWITCHING, Pki.NEW.certificate(), Pki.NOW.plusSeconds(60)));

        assertThat(store.write(further)).isEqualTo(new Outcome.Done());

        assertThat(store.read()).contains(further);
    }

    @Test
    void doesNotOverwriteWhatAnotherHasWritten() {
        IntentStore other = new IntentStore(client, Installations.ofTheDocumentation(), 3);
        store.read();
        other.read();
        other.write(INTENT.with(INTENT.journal().withSeen(Phase.SWITCHING, Pki.NEW.certificate(), Pki.NOW)));

        assertThat(store.write(INTENT)).isInstanceOf(Outcome.Conflict.class);
        assertThat(store.archive(REPORT)).isInstanceOf(Outcome.Conflict.class);
        store.lastCompleted();
        assertThat(store.write(INTENT))
                .describedAs("what was last completed is no reading of the intent")
                .isInstanceOf(Outcome.Conflict.class);
        store.read();
        assertThat(store.write(INTENT)).isEqualTo(new Outcome.Done());
    }

    /** As a write is that is sent again since the answer to it was lost. */
    @Test
    void whatIsWrittenAlreadyIsDone() {
        IntentStore same = new IntentStore(client, Installations.ofTheDocumentation(), 3);
        store.read();
        same.read();

        store.write(INTENT);
        assertThat(same.write(INTENT)).isEqualTo(new Outcome.Done());

        store.archive(REPORT);
        assertThat(same.archive(REPORT)).isEqualTo(new Outcome.Done());
        assertThat(same.write(INTENT)).describedAs("it knows what it met").isEqualTo(new Outcome.Done());
    }

    @Test
    void anArchivedIntentIsGoneAndItsReportStays() {
        store.read();
        store.write(INTENT);
        long before = api.version();

        assertThat(store.archive(REPORT)).isEqualTo(new Outcome.Done());

        assertThat(api.version()).describedAs("one write").isEqualTo(before + 1);
        assertThat(store.read()).isEmpty();
        assertThat(store.lastCompleted()).contains(REPORT);
    }

    @Test
    void keepsTheNewestReportsUpToTheNumberThatIsWanted() {
        store.read();
        List<RotationReport> reports = IntStream.range(0, 5)
                .mapToObj(day -> Reports.begunAt(Pki.NOW.plus(Duration.ofDays(day))))
                .toList();

        reports.forEach(report -> assertThat(store.archive(report)).isEqualTo(new Outcome.Done()));

        assertThat(store.history().reports()).containsExactly(reports.get(4), reports.get(3), reports.get(2));
    }

    @Test
    void dropsOldReportsRatherThanFillTheConfigMap() {
        store.read();
        RotationReport older = Reports.withManyWorkloads(Pki.NOW, 2000);
        RotationReport newer = Reports.withManyWorkloads(Pki.NOW.plusSeconds(5), 2000);
        store.archive(older);
        assertThat(store.history().reports()).containsExactly(older);

        store.archive(newer);

        assertThat(store.history().reports()).containsExactly(newer);
    }

    @Test
    void aReportThatIsTooLargeByItselfLosesItsWorkloadsOnly() {
        store.read();
        RotationReport small = Reports.begunAt(Pki.NOW);
        RotationReport large = Reports.withManyWorkloads(Pki.NOW.plusSeconds(5), 6000);
        store.archive(small);

        store.archive(large);

        assertThat(store.history().reports()).containsExactly(large.withoutWorkloads(), small);
    }

    @Test
    void reportsGiveWayToAnIntentThatNeedsTheRoom() {
        store.read();
        RotationReport large = Reports.withManyWorkloads(Pki.NOW, 2500);
        store.archive(large);
        Intent wordy = Intent.begun(
                INTENT.retire(),
                new Asked(Strategy.PROMPT, false, "x".repeat(500_000), "", "", Set.of(), false),
                Pki.NOW);

        assertThat(store.write(wordy)).isEqualTo(new Outcome.Done());

        assertThat(store.read()).contains(wordy);
        assertThat(store.history().reports()).containsExactly(large.withoutWorkloads());
    }

    @Test
    void aReportThatCannotBeUnderstoodIsNamedAndHidesNoOther() {
        createConfigMap("report-20260101T000000Z-00000000", "nonsense\nof two lines");
        store.read();

        store.archive(REPORT);

        assertThat(store.history().reports()).containsExactly(REPORT);
        assertThat(store.history().unreadable())
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("ConfigMap linkerd/capstan-rotation: its entry report-20260101T000000Z-00000000 cannot be")
                .endsWith("; mend it, or remove that entry: only that report is lost")
                .doesNotContain("\n");
    }

    @Test
    void leavesOtherEntriesAsTheyAre() {
        createConfigMap("paused", "by hand");
        store.read();

        store.write(INTENT);

        assertThat(client.configMaps()
                        .inNamespace("linkerd")
                        .withName("capstan-rotation")
                        .get()
                        .getData())
                .containsEntry("paused", "by hand")
                .containsKey("intent");
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "{}", "'{\"retire\": \"abc\"}'", "'{\"retire\": 7}'"})
    void saysWhatToDoAboutAnIntentThatIsNone(String garbage) {
        createConfigMap("intent", garbage);

        assertThatThrownBy(store::read)
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("ConfigMap linkerd/capstan-rotation: its entry intent cannot be understood (")
                .hasMessageEndingWith(
                        "); mend it, or remove that entry: a rotation then finds out anew where it stands");
    }

    @Test
    void takesNoOtherCertificateForAnAnchorThatWasUsed() {
        Intent old = BEGUN.withUsed(AnchorSet.of(Pki.OLD.certificate()));
        String other = PemBundle.write(AnchorSet.of(Pki.OTHER.certificate()));
        ObjectNode json = IntentJson.write(old);
        json.withArray("used").forEach(entry -> ((ObjectNode) entry).put("certificate", other));
        createConfigMap("intent", json.toString());

        assertThatThrownBy(store::read)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("what it says was used is not the certificate whose sha256 is "
                        + Pki.OLD.certificate().fingerprint().hex());
    }

    private void createConfigMap(String key, String value) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("linkerd")
                        .withName("capstan-rotation")
                        .endMetadata()
                        .addToData(key, value)
                        .build())
                .create();
    }
}
