package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A whole response. It is never compared. */
@SuppressWarnings("ArrayRecordComponent")
record Answer(int status, Map<String, String> headers, byte[] body) {
    static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    static Answer ok(ObjectNode body) {
        return new Answer(200, JSON, Json.write(body));
    }

    static Answer created(ObjectNode body) {
        return new Answer(201, JSON, Json.write(body));
    }

    static Answer of(ApiFailure failure) {
        return new Answer(failure.code(), JSON, Json.write(failure.status()));
    }

    static Answer of(Outcome.Answer outcome) {
        Answer plain = of(ApiFailure.of(outcome.status(), outcome.reason(), outcome.message()));
        Duration after = outcome.retryAfter();
        if (after.isZero()) {
            return plain;
        }
        Map<String, String> headers =
                Map.of("Content-Type", "application/json", "Retry-After", Long.toString(after.toSeconds()));
        return new Answer(plain.status(), headers, plain.body());
    }

    /** What Kubernetes answers where it serves nothing at all: not a {@code Status}. */
    static Answer pageNotFound() {
        return text(404, "404 page not found\n");
    }

    static Answer text(int status, String text) {
        return new Answer(status, Map.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
    }
}
