package io.capstan.pass;

import io.capstan.cluster.IntentStore;
import io.capstan.cluster.LeaseLock;
import io.capstan.cluster.Observer;
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
import java.time.Instant;
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
    private final Report report;

    public Rotation(
            Observer observer,
            Acting acting,
            IntentStore store,
            LeaseLock lock,
            Policy policy,
            Pace pace,
            Pause pause,
            Report report) {
        this.observer = observer;
        this.acting = acting;
        this.store = store;
        this.lock = lock;
        this.policy = policy;
        this.pace = pace;
        this.pause = pause;
        this.report = report;
    }

    /** What is kept of a rotation that is over. */
    @FunctionalInterface
    public interface Report {
        String of(Intent intent, TrustState state);
    }

    /** @throws io.capstan.cluster.ClusterException if the cluster could not be read or written */
    public Ending run(Request request, Consumer<Turn> watcher) throws InterruptedException {
        Optional<IntentStore.Completed> served =
                store.lastCompleted().filter(last -> isServedBy(last.intent(), request));
        if (served.isPresent()) {
            return new Ending.Completed(served.get().intent(), Optional.empty());
        }
        Optional<LeaseLock.Holder> other = lockAfterTheDead();
        if (other.isPresent()) {
            return held(other.get());
        }
        try {
            return underLock(request, watcher);
        } finally {
            lock.release();
        }
    }

    private static boolean isServedBy(Intent completed, Request request) {
        return !request.requestId().isEmpty() && completed.requestId().equals(request.requestId());
    }

    private static Ending held(LeaseLock.Holder other) {
        return new Ending.Held("another run holds the lock: " + other.identity() + ", renewed " + other.renewedAt());
    }

    /** Takes the lock; a holder that has died lets go of it within the lock's life. */
    private Optional<LeaseLock.Holder> lockAfterTheDead() throws InterruptedException {
        Optional<LeaseLock.Holder> other = lock.acquire();
        if (other.isEmpty()) {
            return other;
        }
        pause.sleep(pace.lockLife().plus(pace.shortest()));
        return lock.acquire();
    }

    private Ending underLock(Request request, Consumer<Turn> watcher) throws InterruptedException {
        while (true) {
            Snapshot snapshot = observer.observe();
            Optional<Intent> stored = store.read();
            Optional<Intent> wanted =
                    stored.map(intent -> joined(intent, request)).or(() -> begin(snapshot, request, policy));
            if (wanted.isEmpty()) {
                return new Ending.Refused(List.of(snapshot.anchor().secretRef()
                        + " holds no readable certificate in tls.crt: there is no trust anchor to rotate"));
            }
            Optional<TrustState> state = Decider.state(snapshot, wanted.get(), policy);
            if (state.isEmpty()) {
                return new Ending.Refused(List.of(snapshot.anchor().secretRef() + " holds no readable certificate"));
            }
            Phase phase = Phase.of(state.get(), wanted.get().purge());
            Intent intent = noted(wanted.get(), state.get(), phase);
            Decision decision = Decider.decide(snapshot, intent, Gates.OPEN, policy);
            watcher.accept(new Turn(phase, decision, intent, state.get()));
            if (decision instanceof Decision.Done) {
                if (!store.archive(intent, report.of(intent, state.get())).isDone()) {
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
            boolean isStored = stored.equals(Optional.of(intent));
            if (!isStored && !store.write(intent).isDone()) {
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

    private static Intent noted(Intent intent, TrustState state, Phase phase) {
        Instant now = state.snapshot().now();
        boolean converges = state.isUnfinished() && state.converged().isPresent();
        Intent converging = converges ? intent.withConverged(state.anchor(), now) : intent;
        return converging.withSeen(phase, state.anchor(), now);
    }

    /** Sleeps, and keeps the lock meanwhile. */
    private Optional<Ending> sleep(Duration duration) throws InterruptedException {
        Duration left = duration;
        while (!left.isZero() && !left.isNegative()) {
            Duration nap = left.compareTo(pace.renewLock()) > 0 ? pace.renewLock() : left;
            pause.sleep(nap);
            left = left.minus(nap);
            if (!lock.renew()) {
                return Optional.of(new Ending.Held("another run took the lock while this one slept"));
            }
        }
        return Optional.empty();
    }

    /**
     * The intent that {@code request} would begin with; empty if there is no readable anchor. To be retired is an old anchor
     * that somebody has begun to replace (a person by hand, cert-manager by itself), else the current one.
     */
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
                request.requestId().isEmpty() ? intent.requestId() : request.requestId(),
                left,
                intent.anchorNotShared() || request.anchorNotShared(),
                intent.startedAt(),
                intent.seen());
    }
}
