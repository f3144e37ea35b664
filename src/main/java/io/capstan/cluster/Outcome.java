package io.capstan.cluster;

/** How a conditional write ended. */
public enum Outcome {
    DONE,
    /** Somebody was faster: look again before deciding anew. Nothing was written. */
    CONFLICT;

    static Outcome of(Answer answer, Target target) {
        if (answer.isSuccess()) {
            return DONE;
        }
        if (answer.code() == Answer.NOT_FOUND) {
            throw new ClusterException(target + " is gone; was it deleted just now? look at it, then try again");
        }
        return CONFLICT;
    }
}
