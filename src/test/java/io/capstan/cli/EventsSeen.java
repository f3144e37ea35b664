package io.capstan.cli;

import io.capstan.drydock.Drydock;
import io.fabric8.kubernetes.api.model.Event;
import java.util.List;

/** The Events of Capstan, as {@code kubectl events} lists them. */
record EventsSeen(List<Event> events) {
    static EventsSeen in(Drydock drydock) {
        return new EventsSeen(drydock.client().v1().events().inAnyNamespace().list().getItems().stream()
                .filter(event -> "capstan.io/capstan".equals(event.getReportingComponent()))
                .toList());
    }

    /** Their reasons, in the order in which they were published. */
    List<String> reasons() {
        return events.stream().map(Event::getReason).toList();
    }

    /** Those that stand beside one object. */
    EventsSeen beside(String kind, String name) {
        return new EventsSeen(events.stream()
                .filter(event -> event.getInvolvedObject().getKind().equals(kind)
                        && event.getInvolvedObject().getName().equals(name))
                .toList());
    }

    List<String> notes(String reason) {
        return events.stream()
                .filter(event -> event.getReason().equals(reason))
                .map(Event::getMessage)
                .toList();
    }
}
