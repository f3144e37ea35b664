package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.drydock.WorldClock;
import io.capstan.drydock.api.ApiServer;
import io.capstan.fixture.Pki;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Journal;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Strategy;
import io.capstan.trust.Installation;
import io.capstan.trust.ObjectRef;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntentStoreTest {
    private static final Intent BEGUN = Intent.begun(
            Pki.OLD.certificate().fingerprint(),
            Strategy.PROMPT,
            true,
            "a key was on a laptop",
            "alex",
            "request-1",
            Set.of(new ObjectRef("StatefulSet", "emojivoto", "db"), new ObjectRef("Pod", "emojivoto", "bare")),
            true,
            Pki.NOW);
    private static final Intent INTENT = BEGUN.with(Journal.EMPTY
                    .withSeen(Phase.DISTRIBUTING, Pki.NEW.certificate(), Pki.NOW)
                    .withCertificate(Journal.Role.ANCHOR, Pki.NEW.certificate(), Pki.NOW))
            .withApproval(Pki.NOW)
            .withHeldPolicy("unset");

    private final ApiServer api = ApiServer.start(new WorldClock(Instant.parse("2026-03-02T08:00:00Z")));
    private final KubernetesClient client = api.client();
    private final IntentStore store = new IntentStore(client, Installation.ofTheDocumentation());

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

        assertThat(store.write(INTENT)).isEqualTo(Outcome.DONE);

        assertThat(store.read()).contains(INTENT);
        assertThat(new IntentStore(client, Installation.ofTheDocumentation()).read())
                .contains(INTENT);
    }

    @Test
    void writesAgainWithoutReadingInBetween() {
        store.read();
        store.write(INTENT);
        Intent further =
                INTENT.with(INTENT.journal().withSeen(Phase.SWITCHING, Pki.NEW.certificate(), Pki.NOW.plusSeconds(60)));

        assertThat(store.write(further)).isEqualTo(Outcome.DONE);

        assertThat(store.read()).contains(further);
    }

    @Test
    void doesNotOverwriteWhatAnotherHasWritten() {
        IntentStore other = new IntentStore(client, Installation.ofTheDocumentation());
        store.read();
        other.read();
        other.write(INTENT);

        assertThat(store.write(INTENT)).isInstanceOf(Outcome.Conflict.class);
        assertThat(store.archive(INTENT, "report")).isInstanceOf(Outcome.Conflict.class);
        store.lastCompleted();
        assertThat(store.write(INTENT))
                .describedAs("what was last completed is no reading of the intent")
                .isInstanceOf(Outcome.Conflict.class);
        store.read();
        assertThat(store.write(INTENT)).isEqualTo(Outcome.DONE);
    }

    @Test
    void anArchivedIntentIsGoneAndItsReportStays() {
        store.read();
        store.write(INTENT);
        long before = api.version();

        assertThat(store.archive(INTENT, "old 3f9a, new 77aa\n3 restarts")).isEqualTo(Outcome.DONE);

        assertThat(api.version()).describedAs("one write").isEqualTo(before + 1);
        assertThat(store.read()).isEmpty();
        assertThat(store.lastCompleted()).contains(new IntentStore.Completed(INTENT, "old 3f9a, new 77aa\n3 restarts"));
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
