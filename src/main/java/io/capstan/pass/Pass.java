package io.capstan.pass;

import io.capstan.cluster.IntentStore;
import io.capstan.cluster.Observer;
import io.capstan.report.Standing;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Due;
import io.capstan.rotation.Held;
import io.capstan.rotation.Intent;
import io.capstan.rotation.IssuerHold;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Step;
import io.capstan.trust.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One scheduled pass: looks, tells how things stand, and moves a rotation on if one is due or under way and may go on. It
 * keeps nothing between passes but what the cluster holds.
 */
public final class Pass {
    private static final Duration A_WHILE = Duration.ofMinutes(1);

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
     * @throws io.capstan.cluster.ClusterException if the cluster could not be read or written
     */
    public Optional<Ending> run(Consumer<Turn> watcher) throws InterruptedException {
        Snapshot snapshot = observer.observe();
        Optional<Intent> stored = store.read();
        Optional<Held> before = store.held();
        Standing standing = Standing.of(snapshot, policy, stored, Optional.empty(), before);
        publisher.standing(standing);
        if (standing.goesOn()) {
            return Optional.of(advance(standing, watcher));
        }
        noteHeld(before, Optional.empty());
        giveBack(snapshot);
        return Optional.empty();
    }

    private Ending advance(Standing standing, Consumer<Turn> watcher) throws InterruptedException {
        Instant now = standing.snapshot().now();
        Progress progress = new Progress(watcher, now);
        Ending ending = rotation.run(request.apply(standing.due()), progress);
        Optional<Decision.Hold> hold = ending instanceof Ending.Held held
                ? Optional.of(new Decision.Hold(held.gate(), held.reason(), Optional.empty()))
                : Optional.empty();
        Optional<Held> held = hold.map(Decision.Hold::gate)
                .map(gate ->
                        standing.held().filter(before -> before.gate() == gate).orElse(new Held(gate, now)));
        noteHeld(standing.held(), held);
        publisher.standing(progress.end()
                .map(turn -> standing(turn, held))
                .orElseGet(() -> Standing.of(
                        standing.snapshot(), policy, standing.intent(), hold.map(Decision.class::cast), held)));
        return ending;
    }

    /** For metrics only: where somebody was faster, the next pass notes it. */
    private void noteHeld(Optional<Held> before, Optional<Held> now) {
        if (!before.equals(now)) {
            store.read();
            store.note(now);
        }
    }

    /** A hold on the issuer's renewal that nobody remembers. */
    private void giveBack(Snapshot snapshot) throws InterruptedException {
        Optional<Step.ReleaseIssuer> forgotten = IssuerHold.forgotten(snapshot);
        if (forgotten.isPresent()) {
            loop.run(() -> {
                acting.act(forgotten.get(), snapshot.now());
                return new Next.End(new Ending.IssuerRenewed(snapshot.issuer()));
            });
        }
    }

    private Standing standing(Turn turn, Optional<Held> held) {
        return Standing.of(
                turn.state().snapshot(),
                policy,
                Optional.of(turn.intent()).filter(intent -> turn.isUnderWay()),
                Optional.of(turn.decision()),
                held);
    }

    /** Publishes what the turns of one pass bring. */
    private final class Progress implements Consumer<Turn> {
        private final Consumer<Turn> watcher;
        private Optional<Turn> last = Optional.empty();
        private Instant told;

        /** @param told when the last word on how things stand was given */
        Progress(Consumer<Turn> watcher, Instant told) {
            this.watcher = watcher;
            this.told = told;
        }

        @Override
        public void accept(Turn turn) {
            watcher.accept(turn);
            publisher.turn(turn);
            if (isNews(turn)) {
                publisher.standing(standing(turn, Optional.empty()));
                told = turn.state().snapshot().now();
            }
            last = Optional.of(turn);
        }

        /** Another phase, or a while since the last word: who waits for it must not think that nobody is at it. */
        private boolean isNews(Turn turn) {
            return last.filter(before -> before.phase() != turn.phase()).isPresent()
                    || !turn.state().snapshot().now().isBefore(told.plus(A_WHILE));
        }

        Optional<Turn> end() {
            return last;
        }
    }
}
