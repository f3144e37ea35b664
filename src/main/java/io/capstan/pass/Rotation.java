package io.capstan.pass;

import io.capstan.cluster.ClusterException;
import io.capstan.cluster.IntentStore;
import io.capstan.cluster.Observer;
import io.capstan.cluster.Outcome;
import io.capstan.report.History;
import io.capstan.report.RotationReport;
import io.capstan.rotation.Decider;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Gates;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Logbook;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Step;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a rotation, or takes one up again, to its end. Ending it at any moment loses nothing. */
public final class Rotation {
    private final Observer observer;
    private final Acting acting;
    private final IntentStore store;
    private final LockedLoop loop;
    private final Gatekeeper gatekeeper;
    private final Pace pace;
    private final Consumer<String> complaints;

    /** Without the hold once none could be had. */
    private Policy policy;

    /** @param complaints takes a line for what could not be done, and without which it goes on */
    public Rotation(
            Observer observer,
            Acting acting,
            IntentStore store,
            LockedLoop loop,
            Gatekeeper gatekeeper,
            Policy policy,
            Pace pace,
            Consumer<String> complaints) {
        this.observer = observer;
        this.acting = acting;
        this.store = store;
        this.loop = loop;
        this.gatekeeper = gatekeeper;
        this.policy = policy;
        this.pace = pace;
        this.complaints = complaints;
    }

    /**
     * @param watcher is told of each turn, once what it decided has been done
     * @throws ClusterException if the cluster could not be read or written
     */
    public Ending run(Request request, Consumer<Turn> watcher) throws InterruptedException {
        return run(request, true, store.read(), watcher);
    }

    /** The same for a rotation that was seen under way: where another run has ended it since, none is begun in its place. */
    public Ending goOn(Request request, Consumer<Turn> watcher) throws InterruptedException {
        return run(request, false, Optional.empty(), watcher);
    }

    /**
     * What stays the same from turn to turn, or is kept between them.
     *
     * @param before where this run may begin a rotation, the one that was under way when it came; the lock may have been
     *     another's until that was over
     */
    private record Run(
            Request request,
            boolean mayBegin,
            Optional<Intent> before,
            Patience patience,
            Prelude prelude,
            Consumer<Turn> watcher) {}

    private Ending run(Request request, boolean mayBegin, Optional<Intent> before, Consumer<Turn> watcher)
            throws InterruptedException {
        Patience patience = new Patience(request.maxWait());
        Run run = new Run(request, mayBegin, before, patience, new Prelude(), watcher);
        return loop.run(() -> {
            Snapshot snapshot = observer.observe();
            Optional<Intent> stored = store.read();
            Optional<Next> instead = stored.isPresent() ? Optional.empty() : insteadOfBeginning(run);
            return instead.isPresent() ? instead.get() : turn(run, snapshot, stored);
        });
    }

    /** Another run may have done meanwhile what this one was asked for. */
    private Optional<Next> insteadOfBeginning(Run run) {
        if (!run.mayBegin()) {
            return Optional.of(new Next.End(
                    new Ending.Waiting("another look, since no rotation is under way any more", Optional.empty())));
        }
        String id = run.request().asked().requestId();
        if (id.isEmpty() && run.before().isEmpty()) {
            return Optional.empty();
        }
        History history = store.history();
        return history.ofRequest(id)
                .or(() -> run.before().flatMap(history::ofIntent))
                .map(report -> new Next.End(new Ending.Completed(report)));
    }

    private Next turn(Run run, Snapshot snapshot, Optional<Intent> stored) {
        Optional<Intent> wanted = run.request()
                .intent(stored, snapshot, policy)
                .map(intent -> stored.isPresent() ? intent : run.prelude().recalled(intent));
        Optional<TrustState> state = wanted.flatMap(intent -> Decider.state(snapshot, intent, policy));
        if (wanted.isEmpty() || state.isEmpty()) {
            return refused(List.of(Decider.withoutAnchor(snapshot)));
        }
        Turn turn = decide(wanted.get(), state.get(), stored);
        if (stored.isEmpty()) {
            run.prelude().note(turn);
        }
        Optional<Next> next = isRemembered(turn, stored) ? carryOut(turn, run.patience()) : Optional.empty();
        if (next.isEmpty()) { // nothing was done that could be told
            return new Next.Sleep(pace.shortest());
        }
        run.watcher().accept(turn);
        return next.get();
    }

    /** The intent is stored before what it speaks of is done. */
    private boolean isRemembered(Turn turn, Optional<Intent> stored) {
        boolean isUnderWay = stored.isPresent() || turn.isGoingOn();
        boolean isOver = turn.decision() instanceof Decision.Done;
        return isOver
                || !isUnderWay
                || stored.equals(Optional.of(turn.intent()))
                || store.write(turn.intent()).isDone();
    }

    private Turn decide(Intent wanted, TrustState looked, Optional<Intent> stored) {
        Intent converged = Logbook.converged(wanted, looked);
        TrustState state = Decider.state(looked.snapshot(), converged, policy).orElse(looked);
        Phase phase = Phase.of(state, wanted);
        Intent seen = Logbook.seen(converged, state, phase);
        Gates gates = gatekeeper.gates(state, Optional.of(seen));
        Decision decision = Decider.decide(state, phase, seen, gates, policy);
        if (stored.isEmpty() && decision instanceof Decision.Wait) {
            decision = gates.holdsAnything(state.snapshot())
                    .<Decision>map(hold -> hold)
                    .orElse(decision);
        }
        Intent intent = decision instanceof Decision.Act act ? Logbook.before(seen, act.step(), state) : seen;
        return new Turn(stored.flatMap(before -> before.journal().lastPhase()), phase, decision, intent, state);
    }

    /** @return empty if nothing was done: somebody was faster, or it goes on without */
    private Optional<Next> carryOut(Turn turn, Patience patience) {
        Decision decision = turn.decision();
        if (decision instanceof Decision.Done) {
            return archived(turn);
        }
        if (decision instanceof Decision.Refuse refuse) {
            return Optional.of(refused(refuse.reasons()));
        }
        if (decision instanceof Decision.Hold hold) {
            return Optional.of(new Next.End(new Ending.Held(hold.gate(), hold.reason())));
        }
        if (decision instanceof Decision.Act act) {
            boolean isHoldTakenUp =
                    act.step() instanceof Step.HoldIssuer && turn.state().isUnfinished();
            return isHoldTakenUp ? holdTakenUp(act.step(), turn) : acted(act(act.step(), turn));
        }
        return Optional.of(waiting((Decision.Wait) decision, turn, patience));
    }

    private Outcome act(Step step, Turn turn) {
        return acting.act(step, turn.state().snapshot());
    }

    /** Once the anchor has changed, it is the restarts that win the race: where no hold can be had they go on without. */
    private Optional<Next> holdTakenUp(Step hold, Turn turn) {
        try {
            Outcome outcome = act(hold, turn);
            return outcome instanceof Outcome.Impossible impossible
                    ? withoutHold(turn, impossible.why())
                    : acted(outcome);
        } catch (ClusterException e) {
            if (!e.isRefusal()) {
                throw e;
            }
            return withoutHold(turn, String.valueOf(e.getMessage()));
        }
    }

    /** @return empty: nothing was done, and the next turn decides without it */
    private Optional<Next> withoutHold(Turn turn, String why) {
        complaints.accept("the issuer's renewal is not held: " + why);
        policy = policy.withSchedule(policy.schedule().withoutHold());
        store.write(turn.intent().withoutHeldPolicy()); // or what a person disables would be taken for Capstan's
        return Optional.empty();
    }

    private static Optional<Next> acted(Outcome outcome) {
        if (outcome instanceof Outcome.Impossible impossible) {
            return Optional.of(refused(List.of(impossible.why())));
        }
        return outcome.isDone() ? Optional.of(new Next.Again()) : Optional.empty();
    }

    private Optional<Next> archived(Turn turn) {
        RotationReport report = RotationReport.of(turn.intent(), turn.state());
        return store.archive(report).isDone()
                ? Optional.of(new Next.End(new Ending.Completed(report)))
                : Optional.empty();
    }

    private Next waiting(Decision.Wait wait, Turn turn, Patience patience) {
        return patience.isExhaustedBy(wait, turn.phase(), turn.now())
                ? new Next.End(new Ending.Waiting(wait.reason(), wait.until()))
                : new Next.Sleep(pace.until(wait, turn.now()));
    }

    private static Next refused(List<String> reasons) {
        return new Next.End(new Ending.Refused(reasons));
    }
}
