package io.capstan.report;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.Loaded;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a running proxy trusts. Anchors that only other sources of the bundle add are left out: every proxy has them at all
 * times, so they say nothing about a rotation.
 */
enum LoadedTrust {
    /** The current anchor, and no other. */
    CURRENT,
    /** Another anchor, and certainly not the current one. */
    PREVIOUS,
    /** The current anchor and another. */
    BOTH,
    /** It cannot be told, or is neither. */
    UNKNOWN;

    /**
     * Every pod with a proxy that runs, starts or ends, of the data plane and the control plane, identity's replicas among
     * them; those of workloads that somebody has given up as well, for they still run.
     */
    static Map<LoadedTrust, Integer> count(Snapshot snapshot, Optional<TrustState> trust) {
        Map<LoadedTrust, Integer> counts = new EnumMap<>(LoadedTrust.class);
        snapshot.dataPlane().workloads().stream()
                .flatMap(workload -> workload.pods().stream())
                .forEach(pods ->
                        counts.merge(of(trust.map(state -> state.loaded(pods)), trust), pods.count(), Integer::sum));
        snapshot.controlPlane().components().stream()
                .flatMap(component -> component.pods().stream())
                .forEach(pod -> counts.merge(of(trust.map(state -> state.loaded(pod)), trust), 1, Integer::sum));
        return counts;
    }

    private static LoadedTrust of(Optional<Loaded> loaded, Optional<TrustState> trust) {
        return loaded.flatMap(known -> trust.map(state -> of(known, state))).orElse(UNKNOWN);
    }

    private static LoadedTrust of(Loaded loaded, TrustState state) {
        boolean trustsAnother = trustsAnother(loaded, state);
        if (loaded.has(state.anchor())) {
            return trustsAnother ? BOTH : CURRENT;
        }
        return trustsAnother && loaded.lacks(state.anchor()) ? PREVIOUS : UNKNOWN;
    }

    /** Whoever has loaded something before the current anchor was made has loaded another. */
    private static boolean trustsAnother(Loaded loaded, TrustState state) {
        return !(loaded instanceof Loaded.Exactly exactly)
                || !exactly.anchors()
                        .without(state.anchor())
                        .minus(addedByOthers(state))
                        .isEmpty();
    }

    private static AnchorSet addedByOthers(TrustState state) {
        return state.snapshot().bundle().fromOtherSources().minus(state.wanted());
    }
}
