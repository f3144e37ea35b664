package io.capstan.setup;

import io.capstan.trust.ObjectRef;

/**
 * One object of the set-up.
 *
 * @param yaml as it is to be created, with comments for people; ends with a newline
 * @param complete whether all of it is known yet
 */
public record Piece(ObjectRef ref, String yaml, boolean complete) {
    Piece(ObjectRef ref, String yaml) {
        this(ref, yaml, true);
    }
}
