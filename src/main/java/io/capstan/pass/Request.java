package io.capstan.pass;

import io.capstan.rotation.Strategy;
import io.capstan.trust.ObjectRef;
import java.util.Set;

/**
 * A rotation that somebody asks for.
 *
 * @param requestId names the request, so that repeating it does not rotate twice; empty if it has no name
 * @param left workloads that are given up
 * @param mayWait whether to sleep through waits; otherwise the run ends at the first that is longer than a look
 */
public record Request(
        Strategy strategy,
        boolean purge,
        String reason,
        String requestedBy,
        String requestId,
        Set<ObjectRef> left,
        boolean anchorNotShared,
        boolean mayWait) {
    public Request {
        left = Set.copyOf(left);
    }
}
