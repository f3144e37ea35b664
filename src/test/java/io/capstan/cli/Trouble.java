package io.capstan.cli;

import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import java.util.function.Predicate;

/** What goes wrong between a pass and the API server. */
final class Trouble {
    private Trouble() {}

    /** The API server answers nobody but the cluster's own programs. */
    static Fault apiServerAway() {
        return before(request -> true, Outcome.drop());
    }

    static Fault before(Predicate<Request> which, Outcome outcome) {
        return new Fault() {
            @Override
            public Outcome before(Request request) {
                return which.test(request) ? outcome : Outcome.pass();
            }
        };
    }

    /**
     * The pass is gone as soon as {@code last} is done: what it did stays, and nothing comes after. Its lock stays too, as
     * when a process is killed.
     */
    static Fault killedRightAfter(Predicate<Request> last) {
        return new Fault() {
            private volatile boolean gone;

            @Override
            public Outcome before(Request request) {
                return gone ? Outcome.drop() : Outcome.pass();
            }

            @Override
            public Outcome after(Request request) {
                gone |= last.test(request);
                return gone ? Outcome.drop() : Outcome.pass();
            }
        };
    }

    static Predicate<Request> write(String method, String pathEnd) {
        return request -> request.method().equals(method) && request.path().endsWith(pathEnd);
    }
}
