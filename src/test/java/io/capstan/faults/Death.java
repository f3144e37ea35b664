package io.capstan.faults;

import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import java.util.Optional;

/** Ends a process as {@code kill -9} does: nothing of it reaches the API server any more, not even what would clean up. */
final class Death implements Fault {
    private final Crash crash;
    private int writes;
    private boolean isDead;
    private Optional<Request> last = Optional.empty();

    Death(Crash crash) {
        this.crash = crash;
    }

    @Override
    public synchronized Outcome before(Request request) {
        if (!isDead && request.writes()) {
            writes++;
            last = writes == crash.write() ? Optional.of(request) : last;
        }
        return dying(Crash.Moment.JUST_BEFORE);
    }

    @Override
    public synchronized Outcome after(Request request) {
        return dying(Crash.Moment.JUST_AFTER);
    }

    /** The write that it died at; empty if it came to its end before. */
    synchronized Optional<Request> last() {
        return last;
    }

    private Outcome dying(Crash.Moment moment) {
        isDead = isDead || (moment == crash.moment() && last.isPresent());
        return isDead ? Outcome.drop() : Outcome.pass();
    }
}
