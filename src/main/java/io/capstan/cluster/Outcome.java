package io.capstan.cluster;

/** What came of a conditional write. */
public sealed interface Outcome {
    /** It is as it should be, by this write or already before it. */
    record Done() implements Outcome {}

    /**
     * The object is no longer what was seen, so nothing was written: look again.
     *
     * @param why in words
     */
    record Conflict(String why) implements Outcome {}

    /**
     * It can never be done like this.
     *
     * @param why in words, with what to change
     */
    record Impossible(String why) implements Outcome {}

    default boolean isDone() {
        return this instanceof Done;
    }
}
