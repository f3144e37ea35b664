package io.capstan.pass;

import io.capstan.cluster.ClusterException;
import io.capstan.cluster.IntentStore;
import io.capstan.cluster.Observer;
import io.capstan.cluster.Outcome;
import io.capstan.report.Standing;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Due;
import io.capstan.rotation.Gate;
import io.capstan.rotation.Held;
import io.capstan.rotation.Intent;
import io.capstan.rotation.IssuerHold;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Step;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One scheduled pass: looks, tells how things stand, and moves a rotation on if one is due or under way and may go on. It
 * keeps nothing between passes but what the cluster holds.
 */
public final class Pass {
    private final Observer observer;
    private final IntentStore store;
    private final Rotation rotation;
    private final LockedLoop loop;
    private final Acting acting;
    private final Policy policy;
    private final Function<Optional<Due>, Request> request;
    private final Publisher publisher;

    /**
     * @param loop for the little that is done while no rotation is
     * @param request what is asked for where a rotation is due, or under way for a reason of its own
     */
    public Pass(
            Observer observer,
            IntentStore store,
            Rotation rotation,
            LockedLoop loop,
            Acting acting,
            Policy policy,
            Function<Optional<Due>, Request> request,
            Publisher publisher) {
        this.observer = observer;
        this.store = store;
        this.rotation = rotation;
        this.loop = loop;
        this.acting = acting;
        this.policy = policy;
        this.request = request;
        this.publisher = publisher;
    }

    /**
     * @return how the rotation ended for this time; empty if none is due or under way
     * @throws ClusterException if the cluster could not be read or written
     */
    public Optional<Ending> run(Consumer<Turn> watcher) throws InterruptedException {
        Snapshot snapshot = observer.observe();
        Optional<Ending> overdue = giveBackWhatIsOverdue(snapshot);
        Standing standing = standing(snapshot);
        publisher.standing(standing);
        if (standing.goesOn()) {
            return Optional.of(advance(standing, watcher));
        }
        noteHeld(store.held(), Optional.empty());
        return overdue.isPresent() ? overdue : giveBack(IssuerHold.forgotten(snapshot), snapshot);
    }

    private Standing standing(Snapshot snapshot) {
        Optional<Intent> stored = store.read();
        return Standing.of(snapshot, policy, stored, Optional.empty(), store.held());
    }

    /** Before anything else can fail; where it fails itself, how things stand is told nevertheless. */
    private Optional<Ending> giveBackWhatIsOverdue(Snapshot snapshot) throws InterruptedException {
        try {
            return giveBack(IssuerHold.overdue(snapshot, policy), snapshot);
        } catch (ClusterException e) {
            if (!e.isInterruption()) {
                tellNevertheless(snapshot, e);
            }
            throw e;
        }
    }

    private void tellNevertheless(Snapshot snapshot, ClusterException failure) {
        try {
            publisher.standing(standing(snapshot));
        } catch (ClusterException second) {
            failure.addSuppressed(second);
        }
    }

    private Ending advance(Standing standing, Consumer<Turn> watcher) throws InterruptedException {
        Teller teller = new Teller(publisher, policy, watcher);
        Request wanted = request.apply(standing.due());
        Ending ending = standing.intent().isPresent() ? rotation.goOn(wanted, teller) : rotation.run(wanted, teller);
        Optional<Held> held = held(ending, standing, teller);
        noteHeld(standing.held(), held);
        Optional<Standing> last = teller.last(held);
        boolean isOvertaken = last.isEmpty() && ending instanceof Ending.Waiting;
        if (!isOvertaken) { // what was seen is over then
            publisher.standing(last.orElseGet(
                    () -> Standing.of(standing.snapshot(), policy, standing.intent(), decision(ending), held)));
        }
        return ending;
    }

    /** A rotation whose lock another run holds is not held as long as it is under way: that run is at it. */
    private static Optional<Held> held(Ending ending, Standing standing, Teller teller) {
        return Optional.of(ending)
                .filter(Ending.Held.class::isInstance)
                .map(held -> ((Ending.Held) held).gate())
                .filter(gate -> gate != Gate.Kind.LOCK || standing.intent().isEmpty())
                .map(gate -> standing.held()
                        .filter(before -> before.gate() == gate && !teller.hasActed())
                        .orElse(new Held(gate, standing.snapshot().now())));
    }

    private static Optional<Decision> decision(Ending ending) {
        if (ending instanceof Ending.Refused refused) {
            return Optional.of(new Decision.Refuse(refused.reasons()));
        }
        return ending instanceof Ending.Held held
                ? Optional.of(new Decision.Hold(held.gate(), held.reason(), Optional.empty()))
                : Optional.empty();
    }

    /** For people and metrics only: where somebody was faster, the next pass notes it; a failure of it fails no pass. */
    private void noteHeld(Optional<Held> before, Optional<Held> now) {
        if (before.equals(now)) {
            return;
        }
        try {
            store.read();
            store.note(now);
        } catch (ClusterException e) {
            if (e.isInterruption()) {
                throw e;
            }
            publisher.complain(String.valueOf(e.getMessage()));
        }
    }

    /** Ends a hold on the issuer's renewal that nobody remembers, or that must not last. */
    private Optional<Ending> giveBack(Optional<Step.ReleaseIssuer> release, Snapshot snapshot)
            throws InterruptedException {
        if (release.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(loop.run(() -> {
            ManagedCertificate issuer = release.get().issuer();
            Outcome outcome = acting.act(release.get(), snapshot);
            if (outcome instanceof Outcome.Impossible impossible) {
                return new Next.End(new Ending.Refused(List.of(impossible.why())));
            }
            return new Next.End(
                    outcome.isDone()
                            ? new Ending.IssuerReleased(issuer)
                            : new Ending.Waiting(
                                    "another look, since " + issuer.ref() + " has changed", Optional.empty()));
        }));
    }
}
