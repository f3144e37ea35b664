package io.capstan.trust;

/** Whether a workload can be restarted. */
public sealed interface Restart {
    /** By a new restart annotation in its pod template. */
    record Possible() implements Restart {}

    /** Its pods go away by themselves: a Job runs to its end. */
    record EndsByItself(String why) implements Restart {}

    /**
     * Not by Capstan.
     *
     * @param why in words: {@code its update strategy is OnDelete}
     */
    record Impossible(String why, String hint) implements Restart {}

    default boolean isPossible() {
        return this instanceof Possible;
    }
}
