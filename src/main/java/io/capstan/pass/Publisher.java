package io.capstan.pass;

import io.capstan.report.Standing;

/** Tells the world outside how things stand. Whatever fails in that fails no pass. */
public interface Publisher {
    /** At the beginning and the end of a pass, and whenever the phase has changed. */
    void standing(Standing standing);

    /** A rotation has been moved on by one turn. */
    void turn(Turn turn);

    /**
     * Something could not be done, and the pass goes on without.
     *
     * @param complaint what and why, in one line
     */
    void complain(String complaint);

    /** A pass has come to its end, or a rotation that a person has run: what was told last is all that there is to tell. */
    void succeeded();

    /**
     * A pass has failed.
     *
     * @param reason in one line
     */
    void failed(String reason);
}
