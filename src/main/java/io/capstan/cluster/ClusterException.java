package io.capstan.cluster;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cluster could not be read or written. The message is one line for people: the object or address, what was found, and
 * what to do about it.
 */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final List<String> missing;
    private final boolean refusal;

    public ClusterException(String message) {
        this(message, List.of(), false);
    }

    public ClusterException(String message, Throwable cause) {
        this(message, List.of(), false);
        initCause(cause);
    }

    private ClusterException(String found, List<String> missing, boolean refusal) {
        super(missing.isEmpty() ? found : found + "; grant " + String.join(", ", missing));
        this.found = found;
        this.missing = missing;
        this.refusal = refusal;
    }

    /** @param permission what would have let it pass, as {@link Target#permission} words it */
    static ClusterException forbidden(String found, String permission) {
        return new ClusterException(found, List.of(permission), true);
    }

    /** A webhook has objected. */
    static ClusterException denied(String message) {
        return new ClusterException(message, List.of(), true);
    }

    boolean isForbidden() {
        return !missing.isEmpty();
    }

    /** This with what {@code others} ask to be granted, so that it need not be found out one by one. */
    ClusterException with(Collection<ClusterException> others) {
        List<String> all = Stream.concat(Stream.of(this), others.stream())
                .flatMap(failure -> failure.missing.stream())
                .distinct()
                .toList();
        return new ClusterException(found, all, refusal);
    }

    /** Whether the answer was no, and would be no again. */
    public boolean isRefusal() {
        return refusal;
    }

    /** Whether the program was told to stop while it waited for an answer, which is no fault of the cluster. */
    public boolean isInterruption() {
        return getCause() instanceof InterruptedException;
    }
}
