package io.capstan.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cluster.EventRecorder;
import io.capstan.drydock.Drydock;
import io.capstan.report.Notice;
import io.capstan.report.NoticeReason;
import io.capstan.report.Notices;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Strategy;
import io.fabric8.kubernetes.api.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole rotation as it is told beside the objects that it moves. */
class RotationEventsTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RECOVER")
    void eachHappeningOfARotationIsToldOnceAndBesideItsObject(Strategy strategy) throws Exception {
        try (Drydock drydock = Drydock.afterThePage()) {
            EventRecorder recorder = new EventRecorder(drydock.client(), "test", drydock.clock());
            List<Turn> turns = new ArrayList<>();
            List<Notice> notices = new ArrayList<>();
            List<String> failures = new ArrayList<>();

            RotationTest.rotation(drydock).run(RotationTest.request(strategy, ""), turn -> {
                Optional<Phase> before = turns.isEmpty()
                        ? Optional.empty()
                        : Optional.of(turns.get(turns.size() - 1).phase());
                turns.add(turn);
                List<Notice> told = Notices.ofTurn(
                        before, turn.phase(), turn.decision(), turn.intent(), turn.state(), Policy.DEFAULT);
                notices.addAll(told);
                failures.addAll(recorder.publish(told));
            });

            assertThat(failures).isEmpty();
            assertThat(notices)
                    .extracting(Notice::reason)
                    .filteredOn(reason -> reason != NoticeReason.WORKLOAD_RESTARTED)
                    .containsExactly(
                            NoticeReason.ROTATION_STARTED,
                            NoticeReason.ANCHOR_RENEWED,
                            NoticeReason.BUNDLE_DISTRIBUTED,
                            NoticeReason.ISSUER_UPDATED,
                            NoticeReason.PREVIOUS_ANCHOR_RETIRED,
                            NoticeReason.ROTATION_COMPLETED);
            assertThat(notices).doesNotHaveDuplicates();
            assertThat(reasons(drydock, "Certificate", "linkerd-trust-anchor"))
                    .containsExactlyInAnyOrder("RotationStarted", "AnchorRenewed", "RotationCompleted");
            assertThat(reasons(drydock, "Bundle", "linkerd-identity-trust-roots"))
                    .containsExactly("BundleDistributed");
            assertThat(reasons(drydock, "Certificate", "linkerd-identity-issuer"))
                    .containsExactly("IssuerUpdated");
            assertThat(reasons(drydock, "Secret", "linkerd-previous-anchor")).containsExactly("PreviousAnchorRetired");
            assertThat(reasons(drydock, "Deployment", "web")).contains("WorkloadRestarted");
            assertThat(reasons(drydock, "Deployment", "linkerd-identity")).contains("WorkloadRestarted");
            assertThat(told(drydock).map(event -> event.getInvolvedObject().getUid()))
                    .allSatisfy(uid -> assertThat(uid).isNotEmpty());
        }
    }

    private static List<String> reasons(Drydock drydock, String kind, String name) {
        return told(drydock)
                .filter(event -> event.getInvolvedObject().getKind().equals(kind)
                        && event.getInvolvedObject().getName().equals(name))
                .map(Event::getReason)
                .toList();
    }

    private static Stream<Event> told(Drydock drydock) {
        return drydock.client().v1().events().inAnyNamespace().list().getItems().stream()
                .filter(event -> "capstan.io/capstan".equals(event.getReportingComponent()));
    }
}
