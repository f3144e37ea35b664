package io.capstan.telemetry;

/** Metrics did not arrive. The message is one line for people: where to, what came back, what to do; it has no credentials. */
public final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    UndeliveredException(String message) {
        super(message);
    }

    UndeliveredException(String message, Throwable cause) {
        super(message, cause);
    }
}
