package io.capstan.telemetry;

/** A server did not answer as it should. The message says what was found and what to do, without the server's name. */
final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1L;

    UnansweredException(String message) {
        super(message);
    }

    UnansweredException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the program was told to stop while it waited, which is no fault of the server's. */
    boolean isInterruption() {
        return getCause() instanceof InterruptedException;
    }
}
