package io.capstan.drydock.api;

/** Something that goes wrong between a client and the API server. */
public interface Fault {
    /** No fault at all. */
    Fault NONE = new Fault() {};

    /** Is asked before anything is read or written; other than a pass or a delay means that nothing is. */
    default Outcome before(Request request) {
        return Outcome.pass();
    }

    /** Is asked when the work is done, and what was written stays written, but the answer has not been sent. */
    default Outcome after(Request request) {
        return Outcome.pass();
    }
}
