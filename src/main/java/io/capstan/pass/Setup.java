package io.capstan.pass;

import io.capstan.cluster.SetupObserver;
import io.capstan.cluster.SetupWriter;
import io.capstan.rotation.Policy;
import io.capstan.setup.Found;
import io.capstan.setup.Improvement;
import io.capstan.setup.Milestone;
import io.capstan.setup.Piece;
import io.capstan.setup.SetupDecider;
import io.capstan.setup.Step;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Sets a cluster up: looks, decides, acts, and looks again until it stands. It keeps nothing: run again, it goes on. */
public final class Setup {
    private final SetupObserver observer;
    private final SetupWriter writer;
    private final SetupDecider decider;
    private final Policy policy;
    private final Duration poll;
    private final Sleeper sleeper;

    public Setup(
            SetupObserver observer,
            SetupWriter writer,
            SetupDecider decider,
            Policy policy,
            Duration poll,
            Sleeper sleeper) {
        this.observer = observer;
        this.writer = writer;
        this.decider = decider;
        this.policy = policy;
        this.poll = poll;
        this.sleeper = sleeper;
    }

    /** What happens on the way. */
    public interface Listener {
        void created(Piece piece);

        void improved(Improvement improvement);

        void waitsFor(String what);
    }

    /**
     * Goes on until everything stands or nothing more can be done.
     *
     * @return {@link Step.Done}, or {@link Step.Refuse} also if something took longer than it may
     * @throws io.capstan.cluster.ClusterException if the cluster could not be read or written
     */
    public Step run(Listener listener) throws InterruptedException {
        Waiting waiting = new Waiting(Milestone.CREATED, Instant.EPOCH);
        while (true) {
            Found found = observer.look();
            Step step = decider.next(found);
            if (step instanceof Step.Await await) {
                waiting = waiting.on(await, found.snapshot().now(), listener);
                if (waiting.isOver(found.snapshot().now(), policy)) {
                    return tooLong(await);
                }
                sleeper.sleep(poll);
            } else if (isLast(step)) {
                return step;
            } else {
                act(step, listener);
            }
        }
    }

    private static boolean isLast(Step step) {
        return step instanceof Step.Done || step instanceof Step.Refuse;
    }

    private void act(Step step, Listener listener) throws InterruptedException {
        if (step instanceof Step.Create create) {
            for (Piece piece : create.pieces()) {
                if (writer.create(piece)) {
                    listener.created(piece);
                }
            }
        } else if (step instanceof Step.Improve improve) {
            if (writer.improve(improve.improvement()).isDone()) {
                listener.improved(improve.improvement());
            } else {
                sleeper.sleep(poll);
            }
        }
    }

    private Step tooLong(Step.Await await) {
        return new Step.Refuse(List.of("waited "
                + Durations.text(await.milestone().limit(policy)) + " for " + await.what()
                + "; mend that, then run capstan setup again: it goes on from there"));
    }

    /** What is waited for, and since when by the API server's time. */
    private record Waiting(Milestone milestone, Instant since) {
        Waiting on(Step.Await await, Instant now, Listener listener) {
            if (await.milestone() == milestone) {
                return this;
            }
            listener.waitsFor(await.what());
            return new Waiting(await.milestone(), now);
        }

        boolean isOver(Instant now, Policy policy) {
            return !now.isBefore(since.plus(milestone.limit(policy)));
        }
    }
}
