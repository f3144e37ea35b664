package io.capstan.rotation;

import io.capstan.trust.ObjectRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody asks for who asks for a rotation.
 *
 * @param purge restart once more after the old anchor has left the bundle, so that no running proxy trusts it
 * @param requestedBy a user's name, or the program that asked
 * @param requestId names one request, so that it is served once however often it is repeated; a Job passes its uid; may be
 *     empty
 * @param alsoRequested names those that have joined it, in that order; where they are very many, the newest
 * @param left workloads that were explicitly given up
 * @param anchorNotShared whether somebody has vouched that no other cluster trusts this anchor
 */
public record Asked(
        Strategy strategy,
        boolean purge,
        String reason,
        String requestedBy,
        String requestId,
        List<String> alsoRequested,
        Set<ObjectRef> left,
        boolean anchorNotShared) {
    /** They are kept in a ConfigMap, and somebody's program may make up a name for each try. */
    private static final int MOST_REQUESTS = 20;

    public Asked {
        alsoRequested = List.copyOf(alsoRequested);
        left = Set.copyOf(left);
    }

    /** As one asks for it whom nobody has joined. */
    public Asked(
            Strategy strategy,
            boolean purge,
            String reason,
            String requestedBy,
            String requestId,
            Set<ObjectRef> left,
            boolean anchorNotShared) {
        this(strategy, purge, reason, requestedBy, requestId, List.of(), left, anchorNotShared);
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
                requestId.isEmpty() ? again.requestId : requestId,
                requestId.isEmpty() ? alsoRequested : alsoRequestedBy(again.requestId),
                all,
                anchorNotShared || again.anchorNotShared);
    }

    private List<String> alsoRequestedBy(String id) {
        if (id.isEmpty() || id.equals(requestId) || alsoRequested.contains(id)) {
            return alsoRequested;
        }
        List<String> ids = new ArrayList<>(alsoRequested);
        ids.add(id);
        return ids.subList(Math.max(0, ids.size() - MOST_REQUESTS), ids.size());
    }
}
