package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What all Kubernetes objects have in common. Whatever is absent is empty; a time that cannot be read is a
 * {@link java.time.format.DateTimeParseException}.
 */
record KubeObject(JsonNode json) {
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    String name() {
        return metadata().path("name").asText();
    }

    String namespace() {
        return metadata().path("namespace").asText();
    }

    String uid() {
        return metadata().path("uid").asText();
    }

    String resourceVersion() {
        return metadata().path("resourceVersion").asText();
    }

    long generation() {
        return metadata().path("generation").asLong();
    }

    Optional<String> label(String name) {
        return text(metadata().path("labels").path(name));
    }

    Optional<String> annotation(String name) {
        return text(metadata().path("annotations").path(name));
    }

    Instant createdAt() {
        return time(metadata().path("creationTimestamp")).orElse(Instant.EPOCH);
    }

    boolean isBeingDeleted() {
        return metadata().has("deletionTimestamp");
    }

    /** The last time of its managedFields: when anything of it was written last; else its creation. */
    Instant changedAt() {
        return stream(metadata().path("managedFields"))
                .flatMap(entry -> time(entry.path("time")).stream())
                .max(Instant::compareTo)
                .orElseGet(this::createdAt);
    }

    /** The last time of its managedFields that are its status's: when its status was written last. */
    Instant statusChangedAt() {
        return stream(metadata().path("managedFields"))
                .filter(entry -> entry.path("subresource").asText().equals("status"))
                .flatMap(entry -> time(entry.path("time")).stream())
                .max(Instant::compareTo)
                .orElseThrow(() ->
                        new IllegalArgumentException("metadata.managedFields does not say when status was written"));
    }

    /** Who has written it, each once. */
    List<String> managers() {
        return stream(metadata().path("managedFields"))
                .flatMap(entry -> text(entry.path("manager")).stream())
                .distinct()
                .toList();
    }

    /** What controls it, if anything does. */
    Optional<JsonNode> controller() {
        return stream(metadata().path("ownerReferences"))
                .filter(owner -> owner.path("controller").asBoolean())
                .findFirst();
    }

    JsonNode spec() {
        return json.path("spec");
    }

    JsonNode status() {
        return json.path("status");
    }

    Optional<JsonNode> condition(String type) {
        return stream(status().path("conditions"))
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst();
    }

    boolean hasCondition(String type) {
        return condition(type).map(KubeObject::isTrue).orElse(false);
    }

    JsonNode metadata() {
        return json.path("metadata");
    }

    /** Of a condition. */
    static boolean isTrue(JsonNode condition) {
        return condition.path("status").asText().equals("True");
    }

    static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    static Optional<String> text(JsonNode value) {
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    static Optional<Instant> time(JsonNode value) {
        return text(value).filter(text -> !text.isEmpty()).map(KubeObject::time);
    }

    /** RFC 3339 has four digits for a year. Java reads more of them, up to where nothing can be added any more. */
    private static Instant time(String text) {
        Instant time = Instant.parse(text);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new DateTimeException("no time of RFC 3339: " + text);
        }
        return time;
    }
}
