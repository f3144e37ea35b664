package io.capstan.cluster;

/**
 * The cluster could not be read or written. The message is one line for people: the object or address, what was found, and
 * what to do about it.
 */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the program was told to stop while it waited for an answer, which is no fault of the cluster. */
    public boolean isInterruption() {
        return getCause() instanceof InterruptedException;
    }
}
