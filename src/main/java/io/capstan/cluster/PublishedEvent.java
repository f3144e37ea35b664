package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.pki.Fingerprint;
import io.capstan.report.Notice;
import io.capstan.report.Regarding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A notice as an Event of events.k8s.io/v1. Its name follows from what it says about which object, so that whoever says
 * the same again, this process or another, meets the same Event. What the API server asks for is in kubernetes,
 * pkg/apis/core/validation/events.go.
 */
record PublishedEvent(Notice notice) {
    /** As {@code kubectl describe} shows it under "From". */
    static final String CONTROLLER = "capstan.io/capstan";

    /** Where Events about cluster-scoped objects are, by a rule of the API server. */
    private static final String CLUSTER_SCOPED = "default";

    /** How long something takes, and when it would be over, is not what happens: {@code 3h 12m}, an RFC 3339 time. */
    private static final Pattern TIME =
            Pattern.compile("\\b(\\d+[dhms]( \\d+[hms])?|\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z)\\b");

    private static final int LONGEST_NAME = 253;
    private static final int DIGITS = 16;

    Target target() {
        return Resource.PUBLISHED_EVENT.named(namespace(), name());
    }

    String namespace() {
        String namespace = notice.regarding().ref().namespace();
        return namespace.isEmpty() ? CLUSTER_SCOPED : namespace;
    }

    private String name() {
        Regarding about = notice.regarding();
        String same = String.join(
                "\n",
                about.ref().toString(),
                about.uid(),
                notice.reason().text(),
                TIME.matcher(notice.note()).replaceAll("_"));
        String hash = Fingerprint.sha256(same.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
        String object = about.ref().name();
        int room = LONGEST_NAME - DIGITS - 1;
        return (object.length() > room ? object.substring(0, room).replaceAll("[-.]+$", "") : object) + "." + hash;
    }

    /** The first of its series. */
    ObjectNode first(String instance, Instant now) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", Resource.PUBLISHED_EVENT.apiVersion()).put("kind", Resource.PUBLISHED_EVENT.kind());
        event.putObject("metadata").put("name", name()).put("namespace", namespace());
        event.put("eventTime", MicroTime.text(now))
                .put("reportingController", CONTROLLER)
                .put("reportingInstance", instance)
                .put("action", notice.reason().action())
                .put("reason", notice.reason().text())
                .put("type", notice.reason().type().text())
                .put("note", notice.note());
        event.set("regarding", regarding());
        return event;
    }

    private ObjectNode regarding() {
        Regarding about = notice.regarding();
        ObjectNode reference = JsonNodeFactory.instance.objectNode();
        reference.put("kind", about.ref().kind()).put("name", about.ref().name());
        putUnlessEmpty(reference, "namespace", about.ref().namespace());
        putUnlessEmpty(reference, "apiVersion", about.apiVersion());
        putUnlessEmpty(reference, "uid", about.uid());
        return reference;
    }

    private static void putUnlessEmpty(ObjectNode object, String member, String value) {
        if (!value.isEmpty()) {
            object.put(member, value);
        }
    }

    /** What makes {@code present} count once more: nothing but its series may ever change. */
    static JsonNode again(KubeObject present, Instant now) {
        ObjectNode series = JsonNodeFactory.instance.objectNode();
        series.put("count", present.json().path("series").path("count").asInt(1) + 1)
                .put("lastObservedTime", MicroTime.text(now));
        return new JsonPatch()
                .test("/metadata/resourceVersion", present.resourceVersion())
                .put("/series", series)
                .operations();
    }

    /** For the start of a message. */
    @Override
    public String toString() {
        return "Event " + notice.reason().text() + " about "
                + notice.regarding().ref();
    }
}
