package io.capstan.drydock;

import java.time.Instant;
import java.util.Set;

/**
 * A program of the cluster (a controller, a kubelet, a mesh), written against the Kubernetes API alone, so that the same
 * class serves the embedded cluster and a real API server.
 */
@FunctionalInterface
public interface Program {
    /** What {@link #turn} returns when only a change in the cluster gives the program something to do. */
    Instant NEVER = Instant.MAX;

    /**
     * Looks at the cluster and does what there is to do now. Is called after every change of what it watches and when the
     * time that it asked for has come; must be idempotent.
     *
     * @return when it wants its next turn even if nothing changes, or {@link #NEVER}
     */
    Instant turn(Instant now);

    /** The kinds, by their plural, whose changes it wants to see; none stands for every kind. */
    default Set<String> watched() {
        return Set.of();
    }
}
