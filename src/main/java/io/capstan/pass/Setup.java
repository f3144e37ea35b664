package io.capstan.pass;

import io.capstan.cluster.SetupObserver;
import io.capstan.cluster.SetupWriter;
import io.capstan.rotation.Policy;
import io.capstan.setup.Found;
import io.capstan.setup.Improvement;
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
        Stall stall = new Stall("", Instant.EPOCH);
        while (true) {
            Found found = observer.look();
            Step next = decider.next(found);
            if (!(next instanceof Step.OnTheWay step)) {
                return next;
            }
            Instant now = found.snapshot().now();
            boolean isNew = !stall.subject().equals(step.subject());
            stall = isNew ? new Stall(step.subject(), now) : stall;
            Duration limit = step.limit(policy);
            if (!now.isBefore(stall.since().plus(limit))) {
                return tooLong(step, limit);
            }
            act(step, isNew, listener);
            if (!isNew) {
                sleeper.sleep(poll);
            }
        }
    }

    private void act(Step.OnTheWay step, boolean isNew, Listener listener) {
        if (step instanceof Step.Create create) {
            create.pieces().stream().filter(writer::create).forEach(listener::created);
        } else if (step instanceof Step.Improve improve) {
            if (writer.improve(improve.improvement()).isDone()) {
                listener.improved(improve.improvement());
            }
        } else if (isNew) {
            listener.waitsFor(step.what());
        }
    }

    private static Step tooLong(Step.OnTheWay step, Duration limit) {
        return new Step.Refuse(List.of("waited " + Durations.text(limit) + " for " + step.what()
                + "; mend that, then run capstan setup again: it goes on from there"));
    }

    /** What has been the next thing, by the API server's time since when. */
    private record Stall(String subject, Instant since) {}
}
