package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What the API server said. */
final class Answer {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int UNPROCESSABLE = 422;

    private final int code;
    private final Optional<Instant> date;
    private final byte[] body;

    Answer(int code, Optional<Instant> date, byte[] body) {
        this.code = code;
        this.date = date;
        this.body = body;
    }

    int code() {
        return code;
    }

    /** Of its {@code Date} header: the server's own time, in whole seconds. */
    Optional<Instant> date() {
        return date;
    }

    boolean isSuccess() {
        return code >= 200 && code < 300;
    }

    /**
     * The object that it is.
     *
     * @throws IOException if it is none
     */
    ObjectNode object(Sieve sieve) throws IOException {
        return SievedJson.object(body, sieve);
    }

    /**
     * Hands over the items of the list that it is; see {@link SievedJson#items}.
     *
     * @throws IOException if it is none
     */
    String items(Sieve sieve, Consumer<ObjectNode> items) throws IOException {
        return SievedJson.items(body, sieve, items);
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

    /** Whether an admission webhook has said no; its answer has the code of a missing right as a rule. */
    boolean isDeniedByWebhook() {
        return !isSuccess() && message().startsWith("admission webhook ");
    }

    private Optional<JsonNode> status() {
        try {
            return Optional.of(object(Sieve.ALL));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
