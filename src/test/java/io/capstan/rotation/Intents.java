package io.capstan.rotation;

import io.capstan.fixture.Pki;
import io.capstan.pki.Certificate;
import io.capstan.pki.Fingerprint;
import io.capstan.trust.ControlPlane.ControlPlanePod;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Intents of a person who wants nothing special. */
final class Intents {
    private Intents() {}

    static Intent toRetire(Fingerprint anchor, Strategy strategy) {
        Asked asked = new Asked(strategy, false, "the test wants it", "tester", "", Set.of(), false);
        return Intent.begun(anchor, asked, Pki.NOW);
    }

    /**
     * {@code intent} as the loop keeps it: with a note of when every identity replica was first seen to issue under the
     * anchor; here, as soon as the newest of them was there.
     */
    static Intent noted(Snapshot snapshot, Intent intent) {
        Optional<TrustState> state = Decider.state(snapshot, intent, Policy.DEFAULT)
                .filter(s -> s.isUnfinished() && s.converged().isPresent());
        return state.map(s -> intent.with(intent.journal().withConverged(s.anchor(), newestReplica(snapshot))))
                .orElse(intent);
    }

    private static Instant newestReplica(Snapshot snapshot) {
        return snapshot.controlPlane().identity().stream()
                .flatMap(identity -> identity.pods().stream())
                .map(ControlPlanePod::createdAt)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    static Intent purging(Intent i) {
        return i.joined(asked(true, "", Set.of(), false));
    }

    static Intent leaving(Intent i, ObjectRef workload) {
        return i.joined(asked(false, "", Set.of(workload), false));
    }

    static Intent vouching(Intent i) {
        return i.joined(asked(false, "", Set.of(), true));
    }

    /** As a person asks who asks again: neither strategy nor reason counts any more. */
    static Asked asked(boolean purge, String requestId, Set<ObjectRef> left, boolean anchorNotShared) {
        return new Asked(Strategy.SEAMLESS, purge, "", "", requestId, left, anchorNotShared);
    }

    static Intent seen(Intent i, Phase phase, Certificate anchor, Instant at) {
        return i.with(i.journal().withSeen(phase, anchor, at));
    }
}
