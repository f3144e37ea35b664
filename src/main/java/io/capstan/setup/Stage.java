package io.capstan.setup;

import java.util.List;

/**
 * One step of the documentation: the objects that it makes, and what must have come of them before the next.
 *
 * @param title for people
 */
public record Stage(String title, List<Piece> pieces, Milestone milestone) {
    public Stage {
        pieces = List.copyOf(pieces);
    }

    List<Piece> missing(Found found) {
        return pieces.stream().filter(piece -> !found.has(piece.ref())).toList();
    }
}
