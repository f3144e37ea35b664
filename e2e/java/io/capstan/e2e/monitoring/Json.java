package io.capstan.e2e.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reading JSON as streams. */
final class Json {
    private Json() {}

    /** The elements of an array; none where there is no array. */
    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
