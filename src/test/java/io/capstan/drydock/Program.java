package io.capstan.drydock;

import java.time.Instant;

/**
 * A program of the cluster (a controller, a kubelet, a mesh), written against the Kubernetes API alone, so that the same
 * class serves the embedded cluster and a real API server.
 */
@FunctionalInterface
public interface Program {
    /** What {@link #turn} returns when only a change in the cluster gives the program something to do. */
    Instant NEVER = Instant.MAX;

    /**
     * Looks at the cluster and does what there is to do now. Is called after every change in the cluster and when the
     * time that it asked for has come; must be idempotent.
     *
     * @return when it wants its next turn even if nothing changes, or {@link #NEVER}
     */
    Instant turn(Instant now);
}
