package io.capstan.pass;

import io.capstan.report.Standing;
import java.util.Optional;

/** Tells the world outside how things stand. Whatever fails in that fails no pass. */
public interface Publisher {
    /** At the beginning and the end of a pass, and whenever the phase has changed. */
    void standing(Standing standing);

    /** @param before the turn before, in the same pass */
    void turn(Optional<Turn> before, Turn turn);

    /** A pass has come to its end. */
    void succeeded();

    /** A pass has failed. @param reason in one line */
    void failed(String reason);
}
