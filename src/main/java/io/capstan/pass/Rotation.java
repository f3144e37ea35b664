package io.capstan.pass;

import io.capstan.cluster.IntentStore;
import io.capstan.cluster.Observer;
import io.capstan.report.RotationReport;
import io.capstan.rotation.Decider;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Logbook;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a rotation, or takes one up again, to its end. Ending it at any moment loses nothing. */
public final class Rotation {
    private final Observer observer;
    private final Acting acting;
    private final IntentStore store;
    private final LockedLoop loop;
    private final Gatekeeper gatekeeper;
    private final Policy policy;
    private final Pace pace;

    public Rotation(
            Observer observer,
            Acting acting,
            IntentStore store,
            LockedLoop loop,
            Gatekeeper gatekeeper,
            Policy policy,
            Pace pace) {
        this.observer = observer;
        this.acting = acting;
        this.store = store;
        this.loop = loop;
        this.gatekeeper = gatekeeper;
        this.policy = policy;
        this.pace = pace;
    }

    /**
     * @param watcher is told of each turn, once what it decided has been done
     * @throws io.capstan.cluster.ClusterException if the cluster could not be read or written
     */
    public Ending run(Request request, Consumer<Turn> watcher) throws InterruptedException {
        Optional<RotationReport> served = store.history().ofRequest(request.requestId());
        return served.isPresent() ? new Ending.Completed(served.get(), true) : loop.run(() -> turn(request, watcher));
    }

    private Next turn(Request request, Consumer<Turn> watcher) {
        Snapshot snapshot = observer.observe();
        Optional<Intent> stored = store.read();
        Optional<Intent> wanted = request.intent(stored, snapshot, policy);
        Optional<TrustState> state = wanted.flatMap(intent -> Decider.state(snapshot, intent, policy));
        if (wanted.isEmpty() || state.isEmpty()) {
            return refused((Decision.Refuse) Decider.withoutAnchor(snapshot));
        }
        Turn turn = decide(wanted.get(), state.get());
        Next next = carryOut(turn, stored, request);
        watcher.accept(turn);
        return next;
    }

    /** The intent is stored before what it speaks of is done. */
    private Next carryOut(Turn turn, Optional<Intent> stored, Request request) {
        boolean isUnderWay = stored.isPresent() || turn.isGoingOn();
        boolean isWritten = stored.equals(Optional.of(turn.intent()));
        if (turn.decision() instanceof Decision.Done) {
            return archived(turn);
        }
        if (isUnderWay && !isWritten && !store.write(turn.intent()).isDone()) {
            return new Next.Sleep(pace.shortest());
        }
        return next(turn, request);
    }

    private Turn decide(Intent wanted, TrustState state) {
        Phase phase = Phase.of(state, wanted.purge());
        Intent seen = Logbook.seen(wanted, state, phase);
        Decision decision = Decider.decide(state, phase, seen, gatekeeper.gates(state, seen), policy);
        Intent intent = decision instanceof Decision.Act act ? Logbook.before(seen, act.step(), state) : seen;
        return new Turn(wanted.journal().lastPhase(), phase, decision, intent, state);
    }

    private Next archived(Turn turn) {
        RotationReport report = RotationReport.of(turn.intent(), turn.state());
        return store.archive(report).isDone()
                ? new Next.End(new Ending.Completed(report, false))
                : new Next.Sleep(pace.shortest());
    }

    private Next next(Turn turn, Request request) {
        Decision decision = turn.decision();
        Instant now = turn.state().snapshot().now();
        if (decision instanceof Decision.Refuse refuse) {
            return refused(refuse);
        }
        if (decision instanceof Decision.Hold hold) {
            return new Next.End(new Ending.Held(hold.gate(), hold.reason()));
        }
        if (decision instanceof Decision.Act act) {
            acting.act(act.step(), now);
        }
        return decision instanceof Decision.Wait wait ? waiting(wait, now, request) : new Next.Again();
    }

    private Next waiting(Decision.Wait wait, Instant now, Request request) {
        boolean isTooLong = wait.until()
                .flatMap(until -> request.maxWait().map(most -> now.plus(most).isBefore(until)))
                .orElse(false);
        return isTooLong
                ? new Next.End(new Ending.Waiting(wait.reason(), wait.until().orElseThrow()))
                : new Next.Sleep(pace.until(wait, now));
    }

    private static Next refused(Decision.Refuse refuse) {
        return new Next.End(new Ending.Refused(refuse.reasons()));
    }
}
