package io.capstan.pass;

import io.capstan.cluster.IntentStore;
import io.capstan.cluster.LeaseLock;
import io.capstan.cluster.Observer;
import io.capstan.cluster.Outcome;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Decider;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Gates;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs a rotation, or takes one up again, to its end. Ending it at any moment loses nothing. */
public final class Rotation {
    private final Observer observer;
    private final Acting acting;
    private final IntentStore store;
    private final LeaseLock lock;
    private final Policy policy;
    private final Pace pace;
    private final Pause pause;

    public Rotation(
            Observer observer,
            Acting acting,
            IntentStore store,
            LeaseLock lock,
            Policy policy,
            Pace pace,
            Pause pause) {
        this.observer = observer;
        this.acting = acting;
        this.store = store;
        this.lock = lock;
        this.policy = policy;
        this.pace = pace;
        this.pause = pause;
    }

    /** @throws io.capstan.cluster.ClusterException if the cluster could not be read or written */
    public Ending run(Request request, Consumer<Turn> watcher) throws InterruptedException {
        if (store.read().isCompleted(request.requestId())) {
            return new Ending.Completed(store.read().last().orElseThrow(), Optional.empty());
        }
        Optional<LeaseLock.Held> held = lockAfterTheDead();
        if (held.isPresent()) {
            return new Ending.Held("another run holds the lock: " + held.get().holder() + ", renewed "
                    + held.get().renewal());
        }
        try {
            return underLock(request, watcher);
        } finally {
            lock.release();
        }
    }

    /** Takes the lock. A holder that does not renew it for its whole life is dead. */
    private Optional<LeaseLock.Held> lockAfterTheDead() throws InterruptedException {
        Optional<LeaseLock.Held> held = lock.acquire(Optional.empty());
        if (held.isEmpty()) {
            return held;
        }
        pause.sleep(held.get().life());
        return lock.acquire(held);
    }

    private Ending underLock(Request request, Consumer<Turn> watcher) throws InterruptedException {
        while (true) {
            Snapshot snapshot = observer.observe();
            IntentStore.Stored stored = store.read();
            Optional<Intent> known = stored.intent().map(intent -> joined(intent, request));
            Optional<Intent> wanted = known.or(() -> begin(snapshot, request));
            if (wanted.isEmpty()) {
                return new Ending.Refused(List.of(snapshot.anchor().secretRef()
                        + " holds no readable certificate in tls.crt: there is no trust anchor to rotate"));
            }
            Optional<TrustState> state = Decider.state(snapshot, wanted.get(), policy);
            if (state.isEmpty()) {
                return new Ending.Refused(List.of(snapshot.anchor().secretRef() + " holds no readable certificate"));
            }
            Phase phase = Phase.of(state.get(), wanted.get().purge());
            Intent intent = wanted.get().withSeen(phase, state.get().anchor(), snapshot.now());
            Decision decision = Decider.decide(snapshot, intent, Gates.OPEN, policy);
            watcher.accept(new Turn(phase, decision, intent, state.get()));
            if (decision instanceof Decision.Done) {
                if (store.complete(stored, intent) == Outcome.CONFLICT) {
                    continue;
                }
                return new Ending.Completed(intent, state);
            }
            if (decision instanceof Decision.Refuse refuse) {
                return new Ending.Refused(refuse.reasons());
            }
            if (decision instanceof Decision.Hold hold) {
                return new Ending.Held(hold.reason());
            }
            boolean isStored = stored.intent().equals(Optional.of(intent));
            if (!isStored && store.write(stored, intent) == Outcome.CONFLICT) {
                continue;
            }
            if (decision instanceof Decision.Act act) {
                acting.act(act.step(), snapshot.now());
            } else if (decision instanceof Decision.Wait wait) {
                Duration sleep = pace.until(wait, snapshot.now());
                if (!request.mayWait() && wait.until().isPresent() && sleep.compareTo(pace.longest()) >= 0) {
                    return new Ending.Waiting(wait.reason());
                }
                Optional<Ending> lost = sleep(sleep);
                if (lost.isPresent()) {
                    return lost.get();
                }
            }
        }
    }

    /** Sleeps, and keeps the lock meanwhile. */
    private Optional<Ending> sleep(Duration duration) throws InterruptedException {
        Duration left = duration;
        while (!left.isZero() && !left.isNegative()) {
            Duration nap = left.compareTo(pace.renewLock()) > 0 ? pace.renewLock() : left;
            pause.sleep(nap);
            left = left.minus(nap);
            Optional<LeaseLock.Held> taken = lock.acquire(Optional.empty());
            if (taken.isPresent()) {
                return Optional.of(new Ending.Held(
                        "another run took the lock: " + taken.get().holder()));
            }
        }
        return Optional.empty();
    }

    /**
     * What is to be retired: an old anchor that somebody has begun to replace (a person by hand, cert-manager by itself),
     * else the current one.
     */
    private Optional<Intent> begin(Snapshot snapshot, Request request) {
        return begin(snapshot, request, policy);
    }

    /** The intent that {@code request} would begin with; empty if there is no readable anchor. */
    public static Optional<Intent> begin(Snapshot snapshot, Request request, Policy policy) {
        return TrustState.of(snapshot, policy.margins(), request.left(), Optional.empty())
                .map(state -> new Intent(
                        toRetire(state).fingerprint(),
                        request.strategy(),
                        request.purge(),
                        request.reason(),
                        request.requestedBy(),
                        request.requestId(),
                        request.left(),
                        request.anchorNotShared(),
                        snapshot.now(),
                        new ArrayList<>()));
    }

    private static Certificate toRetire(TrustState state) {
        return state.previous().without(state.anchor()).stream().findFirst().orElse(state.anchor());
    }

    /** A rotation that is under way keeps its strategy; what is given up or vouched for is added to it. */
    public static Intent joined(Intent intent, Request request) {
        Set<ObjectRef> left = new HashSet<>(intent.left());
        left.addAll(request.left());
        return new Intent(
                intent.retire(),
                intent.strategy(),
                intent.purge() || request.purge(),
                intent.reason(),
                intent.requestedBy(),
                intent.requestId(),
                left,
                intent.anchorNotShared() || request.anchorNotShared(),
                intent.startedAt(),
                intent.seen());
    }
}
