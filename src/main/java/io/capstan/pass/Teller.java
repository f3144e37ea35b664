package io.capstan.pass;

import io.capstan.report.Standing;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Held;
import io.capstan.rotation.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells a publisher what the turns of one run bring. */
public final class Teller implements Consumer<Turn> {
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    private final Publisher publisher;
    private final Policy policy;
    private final Consumer<Turn> watcher;
    private Optional<Turn> last = Optional.empty();
    private Instant told = Instant.EPOCH;
    private boolean hasActed;

    /** @param watcher is told as well, first */
    public Teller(Publisher publisher, Policy policy, Consumer<Turn> watcher) {
        this.publisher = publisher;
        this.policy = policy;
        this.watcher = watcher;
    }

    @Override
    public void accept(Turn turn) {
        watcher.accept(turn);
        publisher.turn(turn);
        if (isNews(turn)) {
            publisher.standing(standing(turn, Optional.empty()));
            told = turn.now();
        }
        hasActed = hasActed || turn.decision() instanceof Decision.Act;
        last = Optional.of(turn);
    }

    /** Another phase, or a while since the last word: who waits for it must not think that nobody is at it. */
    private boolean isNews(Turn turn) {
        boolean isOtherPhase =
                last.filter(before -> before.phase() == turn.phase()).isEmpty();
        return isOtherPhase || !turn.now().isBefore(told.plus(A_WHILE));
    }

    /**
     * How things stand at the end of the run. If that is the end of the rotation too, it is all there is to tell, as after a
     * pass: what is known only of one that is under way, or held, must not stay.
     */
    public void end() {
        last(Optional.empty()).ifPresent(publisher::standing);
        if (last.filter(turn -> turn.decision() instanceof Decision.Done).isPresent()) {
            publisher.succeeded();
        }
    }

    boolean hasActed() {
        return hasActed;
    }

    /** How things stood at the last turn; empty if there was none. */
    Optional<Standing> last(Optional<Held> held) {
        return last.map(turn -> standing(turn, held));
    }

    private Standing standing(Turn turn, Optional<Held> held) {
        return Standing.of(
                turn.state().snapshot(),
                policy,
                Optional.of(turn.intent()).filter(intent -> turn.isUnderWay()),
                Optional.of(turn.decision()),
                held);
    }
}
