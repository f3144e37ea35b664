package io.capstan.drydock.api;

import java.time.Duration;

/** What becomes of a request, or of the answer to it, in the hands of a {@link Fault}. */
public sealed interface Outcome {
    /** Nothing out of the ordinary. */
    record Pass() implements Outcome {}

    /** The connection ends without an answer. */
    record Drop() implements Outcome {}

    /** Goes on after this much of wall-clock time. */
    record Delay(Duration duration) implements Outcome {}

    /**
     * Another answer.
     *
     * @param reason as in a {@code Status}, such as {@code TooManyRequests}
     * @param retryAfter whole seconds for the header {@code Retry-After}; zero leaves the header out
     */
    record Answer(int status, String reason, String message, Duration retryAfter) implements Outcome {}

    static Outcome pass() {
        return new Pass();
    }

    static Outcome drop() {
        return new Drop();
    }

    static Outcome delay(Duration duration) {
        return new Delay(duration);
    }

    static Outcome answer(int status, String reason, String message) {
        return new Answer(status, reason, message, Duration.ZERO);
    }

    static Outcome tooManyRequests(Duration retryAfter) {
        return new Answer(
                429, "TooManyRequests", "the server has received too many requests; try again later", retryAfter);
    }
}
