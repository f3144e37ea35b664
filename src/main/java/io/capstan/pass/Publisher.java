package io.capstan.pass;

import io.capstan.report.Standing;

/** Tells the world outside how things stand. Whatever fails in that fails no pass. */
public interface Publisher {
    /** At the beginning and the end of a pass, and whenever the phase has changed. */
    void standing(Standing standing);

    /** A rotation has been moved on by one turn. */
    void turn(Turn turn);

    /**
     * Something that is kept for people could not be written down.
     *
     * @param complaint why, in one line
     */
    void untold(String complaint);

    /** A pass has come to its end. */
    void succeeded();

    /**
     * A pass has failed.
     *
     * @param reason in one line
     */
    void failed(String reason);
}
