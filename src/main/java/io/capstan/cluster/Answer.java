package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What the API server said.
 *
 * @param date of its {@code Date} header: the server's own time, in whole seconds
 */
record Answer(int code, Optional<Instant> date, byte[] body) {
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int UNPROCESSABLE = 422;

    boolean isSuccess() {
        return code >= 200 && code < 300;
    }

    /** What it says about a refusal: the message of its Status, or nothing. */
    String message() {
        return status().map(status -> status.path("message").asText()).orElse("");
    }

    /**
     * Whether an object that would have come about was found invalid. A JSON Patch whose test fails has the same code, and
     * no causes.
     */
    boolean isInvalidObject() {
        return code == UNPROCESSABLE
                && status().map(status -> !status.path("details").path("causes").isEmpty())
                        .orElse(false);
    }

    private Optional<JsonNode> status() {
        try {
            return Optional.of(SievedJson.object(body, Sieve.ALL));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
