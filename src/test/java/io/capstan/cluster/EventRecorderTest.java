package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.WorldClock;
import io.capstan.drydock.api.ApiServer;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import io.capstan.drydock.api.Served;
import io.capstan.report.Notice;
import io.capstan.report.NoticeReason;
import io.capstan.report.Regarding;
import io.capstan.trust.ObjectRef;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSeriesBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is published is looked at as kubectl describe looks: through v1, by the object's name, kind and uid. */
class EventRecorderTest {
    private static final Regarding ANCHOR = new Regarding(
            new ObjectRef("Certificate", "cert-manager", "linkerd-trust-anchor"),
            "cert-manager.io/v1",
            "uid-of-anchor");
    private static final Regarding WEB =
            new Regarding(new ObjectRef("Deployment", "emojivoto", "web"), "apps/v1", "uid-of-web");
    private static final Regarding BUNDLE =
            new Regarding(ObjectRef.clusterScoped("Bundle", "roots"), "trust.cert-manager.io/v1alpha1", "uid-of-roots");

    private final WorldClock clock = new WorldClock(Instant.parse("2026-03-11T12:00:00.5Z"));
    private final ApiServer server = ApiServer.start(clock);
    private final KubernetesClient client = server.client();
    private final KubernetesClient others = server.internalClient();
    private final EventRecorder recorder = new EventRecorder(client, "capstan-run-1", clock);

    @BeforeEach
    void createNamespaces() {
        for (String name : List.of("cert-manager", "emojivoto")) {
            others.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    @AfterEach
    void stop() {
        others.close();
        client.close();
        server.close();
    }

    @Test
    void anEventIsFoundWhereItsObjectIsDescribed() {
        assertThat(recorder.publish(List.of(expiring("it expires")))).isEmpty();

        assertThat(described(ANCHOR)).hasSize(1).first().satisfies(event -> {
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getReason()).isEqualTo("AnchorExpiring");
            assertThat(event.getMessage()).isEqualTo("it expires");
            assertThat(event.getAction()).isEqualTo("Check");
            assertThat(event.getReportingComponent()).isEqualTo("capstan.io/capstan");
            assertThat(event.getReportingInstance()).isEqualTo("capstan-run-1");
            assertThat(event.getEventTime().getTime()).isEqualTo("2026-03-11T12:00:00.500000Z");
            assertThat(event.getInvolvedObject().getApiVersion()).isEqualTo("cert-manager.io/v1");
            assertThat(event.getSeries()).isNull();
            assertThat(event.getMetadata().getNamespace()).isEqualTo("cert-manager");
            assertThat(event.getMetadata().getName()).matches("linkerd-trust-anchor\\.[0-9a-f]{16}");
        });
    }

    @Test
    void anEventAboutAClusterScopedObjectIsInTheDefaultNamespace() {
        assertThat(recorder.publish(List.of(new Notice(NoticeReason.BUNDLE_DISTRIBUTED, BUNDLE, "it is there"))))
                .isEmpty();

        assertThat(described(BUNDLE)).hasSize(1).first().satisfies(event -> {
            assertThat(event.getMetadata().getNamespace()).isEqualTo("default");
            assertThat(event.getInvolvedObject().getNamespace()).isNull();
        });
    }

    @Test
    void whatGoesOnIsOneEventThatCountsWhicheverProcessSaysIt() {
        recorder.publish(List.of(expiring("it expires")));
        clock.moveBy(Duration.ofMinutes(5));
        new EventRecorder(client, "capstan-run-2", clock).publish(List.of(expiring("it expires")));
        clock.moveBy(Duration.ofMinutes(5));
        assertThat(new EventRecorder(client, "capstan-run-3", clock).publish(List.of(expiring("it expires"))))
                .isEmpty();

        assertThat(described(ANCHOR)).hasSize(1).first().satisfies(event -> {
            assertThat(event.getSeries().getCount()).isEqualTo(3);
            assertThat(event.getSeries().getLastObservedTime().getTime()).isEqualTo("2026-03-11T12:10:00.500000Z");
            assertThat(event.getEventTime().getTime()).isEqualTo("2026-03-11T12:00:00.500000Z");
            assertThat(event.getReportingInstance()).isEqualTo("capstan-run-1");
        });
    }

    @Test
    void whatHappensOnceIsToldOnce() {
        recorder.publish(List.of(restarted(WEB, "attempt 1")));
        recorder.publish(List.of(restarted(WEB, "attempt 1")));

        assertThat(described(WEB))
                .hasSize(1)
                .first()
                .satisfies(event -> assertThat(event.getSeries()).isNull());
    }

    @Test
    void anotherNoteIsAnotherEventUnlessOnlyTheTimeThatIsLeftDiffers() {
        recorder.publish(List.of(expiring("the issuer is renewed in 3h 12m; expected 5h")));
        recorder.publish(List.of(expiring("the issuer is renewed in 59m; expected 5h")));
        recorder.publish(List.of(expiring("the issuer is gone")));

        assertThat(described(ANCHOR))
                .extracting(Event::getMessage)
                .containsExactlyInAnyOrder("the issuer is renewed in 3h 12m; expected 5h", "the issuer is gone");
    }

    @Test
    void anObjectThatWasMadeAnewHasEventsOfItsOwn() {
        Regarding anew = new Regarding(WEB.ref(), WEB.apiVersion(), "another-uid");

        recorder.publish(List.of(restarted(WEB, "attempt 1"), restarted(anew, "attempt 1")));

        assertThat(described(WEB)).hasSize(1);
        assertThat(described(anew)).hasSize(1);
    }

    @Test
    void theLongestNameOfAnObjectStillMakesANameOfAnEvent() {
        String name = ("a".repeat(58) + "-a.").repeat(4) + "b".repeat(9);
        Regarding longest = new Regarding(new ObjectRef("Deployment", "emojivoto", name), "apps/v1", "uid");

        assertThat(recorder.publish(List.of(restarted(longest, "attempt 1")))).isEmpty();

        assertThat(described(longest)).hasSize(1);
    }

    @Test
    void aNamespaceInWhichEventsAreForbiddenIsNamedOnceAndTheOthersAreServed() {
        before(
                request -> request.path().contains("/namespaces/emojivoto/events"),
                request -> Outcome.answer(403, "Forbidden", "events.events.k8s.io is forbidden"));

        List<String> failures = recorder.publish(
                List.of(restarted(WEB, "attempt 1"), restarted(WEB, "attempt 2"), expiring("it expires")));

        assertThat(failures)
                .containsExactly("Event WorkloadRestarted about Deployment emojivoto/web was not published:"
                        + " events.events.k8s.io in namespace emojivoto may not be created (403 events.events.k8s.io is"
                        + " forbidden); grant create on events.events.k8s.io in namespace emojivoto");
        assertThat(described(ANCHOR)).hasSize(1);
    }

    @Test
    void whereOnlyCountingIsForbiddenThePermissionIsNamed() {
        recorder.publish(List.of(expiring("it expires")));
        server.forbid("patch", "events");

        assertThat(recorder.publish(List.of(expiring("it expires"), restarted(WEB, "attempt 1"))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(
                        "Event AnchorExpiring about Certificate cert-manager/linkerd-trust-anchor was not published: ")
                .endsWith("; grant patch on events.events.k8s.io in namespace cert-manager");
        assertThat(described(WEB)).hasSize(1);
    }

    @Test
    void aNamespaceThatIsGoneFailsNothing() {
        Regarding gone = new Regarding(new ObjectRef("Deployment", "nowhere", "web"), "apps/v1", "uid");

        assertThat(recorder.publish(List.of(restarted(gone, "attempt 1"), expiring("it expires"))))
                .hasSize(1)
                .first()
                .asString()
                .contains("events.events.k8s.io in namespace nowhere cannot be created (404 ");
        assertThat(described(ANCHOR)).hasSize(1);
    }

    @Test
    void anApiServerThatDoesNotAnswerIsAskedOnce() {
        before(request -> true, request -> Outcome.drop());

        assertThat(recorder.publish(List.of(expiring("it expires"), restarted(WEB, "attempt 1"))))
                .hasSize(1)
                .first()
                .asString()
                .contains(
                        " was not published: The API server at " + server.uri().toString());
        assertThat(events(Served::path)).hasSize(1);
    }

    @Test
    void anApiServerThatIsBusyIsLeftInPeace() {
        before(request -> true, request -> Outcome.answer(500, "InternalError", "etcdserver: request timed out"));

        assertThat(recorder.publish(List.of(expiring("it expires"), restarted(WEB, "attempt 1"))))
                .containsExactly("Event AnchorExpiring about Certificate cert-manager/linkerd-trust-anchor was not"
                        + " published: the API server answered (500 etcdserver: request timed out); the next pass tries"
                        + " again");
    }

    @Test
    void aCountThatSomebodyElseHasJustChangedIsTriedOnceMore() {
        recorder.publish(List.of(expiring("it expires")));
        once("PATCH", this::countByAnother);

        assertThat(recorder.publish(List.of(expiring("it expires")))).isEmpty();

        assertThat(described(ANCHOR))
                .first()
                .satisfies(event -> assertThat(event.getSeries().getCount()).isEqualTo(8));
    }

    @Test
    void aCountThatOthersKeepChangingIsGivenUp() {
        recorder.publish(List.of(expiring("it expires")));
        before(request -> request.method().equals("PATCH"), request -> {
            countByAnother();
            return Outcome.pass();
        });

        assertThat(recorder.publish(List.of(expiring("it expires"))))
                .hasSize(1)
                .first()
                .asString()
                .endsWith(" was not published: others have changed it at the same time; the next pass tries again");
    }

    @Test
    void anEventThatRunsOutWhileItIsMetIsMadeAnew() {
        recorder.publish(List.of(expiring("it expires")));
        once("GET", () -> others.resourceList(described(ANCHOR)).delete());

        assertThat(recorder.publish(List.of(expiring("it expires")))).isEmpty();

        assertThat(described(ANCHOR))
                .hasSize(1)
                .first()
                .satisfies(event -> assertThat(event.getSeries()).isNull());
    }

    private void countByAnother() {
        Event event = described(ANCHOR).get(0);
        int count = event.getSeries() == null ? 7 : event.getSeries().getCount() + 7;
        event.setSeries(new EventSeriesBuilder()
                .withCount(count)
                .withNewLastObservedTime("2026-03-11T12:00:01.000000Z")
                .build());
        others.v1().events().inNamespace("cert-manager").resource(event).update();
    }

    private void once(String method, Runnable meanwhile) {
        before(request -> request.method().equals(method), request -> {
            server.faults(Fault.NONE);
            meanwhile.run();
            return Outcome.pass();
        });
    }

    private void before(Predicate<Request> which, Function<Request, Outcome> what) {
        server.faults(new Fault() {
            @Override
            public Outcome before(Request request) {
                return which.test(request) ? what.apply(request) : Outcome.pass();
            }
        });
    }

    private List<String> events(Function<Served, String> what) {
        return server.served().stream()
                .filter(served -> served.path().startsWith("/apis/events.k8s.io/"))
                .map(what)
                .toList();
    }

    /** As kubectl describe asks for them. */
    private List<Event> described(Regarding about) {
        return others.v1()
                .events()
                .inAnyNamespace()
                .withFields(Map.of(
                        "involvedObject.name", about.ref().name(),
                        "involvedObject.namespace", about.ref().namespace(),
                        "involvedObject.kind", about.ref().kind(),
                        "involvedObject.uid", about.uid()))
                .list()
                .getItems();
    }

    private static Notice expiring(String note) {
        return new Notice(NoticeReason.ANCHOR_EXPIRING, ANCHOR, note);
    }

    private static Notice restarted(Regarding workload, String note) {
        return new Notice(NoticeReason.WORKLOAD_RESTARTED, workload, note);
    }
}
