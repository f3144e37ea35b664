package io.capstan.drydock.linkerd;

/** A certificate was asked for and not given; the message says why. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;
    private final String reason;

    RefusedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
