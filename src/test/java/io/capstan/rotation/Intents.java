package io.capstan.rotation;

import io.capstan.fixture.Pki;
import io.capstan.pki.Fingerprint;
import io.capstan.trust.ObjectRef;
import java.util.List;
import java.util.Set;

/** Intents of a person who wants nothing special. */
final class Intents {
    private Intents() {}

    static Intent toRetire(Fingerprint anchor, Strategy strategy) {
        return new Intent(
                anchor, strategy, false, "the test wants it", "tester", "", Set.of(), false, Pki.NOW, List.of());
    }

    static Intent purging(Intent i) {
        return new Intent(
                i.retire(),
                i.strategy(),
                true,
                i.reason(),
                i.requestedBy(),
                i.requestId(),
                i.left(),
                i.anchorNotShared(),
                i.startedAt(),
                i.seen());
    }

    static Intent leaving(Intent i, ObjectRef workload) {
        return new Intent(
                i.retire(),
                i.strategy(),
                i.purge(),
                i.reason(),
                i.requestedBy(),
                i.requestId(),
                Set.of(workload),
                i.anchorNotShared(),
                i.startedAt(),
                i.seen());
    }

    static Intent vouching(Intent i) {
        return new Intent(
                i.retire(),
                i.strategy(),
                i.purge(),
                i.reason(),
                i.requestedBy(),
                i.requestId(),
                i.left(),
                true,
                i.startedAt(),
                i.seen());
    }
}
