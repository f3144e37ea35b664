package io.capstan.rotation;

import io.capstan.trust.ObjectRef;
import java.util.HashSet;
import java.util.Set;

/**
 * What somebody asks for who asks for a rotation.
 *
 * @param purge restart once more after the old anchor has left the bundle, so that no running proxy trusts it
 * @param requestedBy a user's name, or the program that asked
 * @param requestId names one request, so that it is served once however often it is repeated; a Job passes its uid; may be
 *     empty
 * @param left workloads that were explicitly given up
 * @param anchorNotShared whether somebody has vouched that no other cluster trusts this anchor
 */
public record Asked(
        Strategy strategy,
        boolean purge,
        String reason,
        String requestedBy,
        String requestId,
        Set<ObjectRef> left,
        boolean anchorNotShared) {
    public Asked {
        left = Set.copyOf(left);
    }

    /** The same as somebody asks for it {@code again}: what is given up or vouched for is added, the strategy stays. */
    Asked joined(Asked again) {
        Set<ObjectRef> all = new HashSet<>(left);
        all.addAll(again.left);
        return new Asked(
                strategy,
                purge || again.purge,
                reason,
                requestedBy,
                again.requestId.isEmpty() ? requestId : again.requestId,
                all,
                anchorNotShared || again.anchorNotShared);
    }
}
