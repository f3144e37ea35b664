package io.capstan.pass;

import io.capstan.rotation.Intent;
import io.capstan.rotation.Journal;
import java.util.Optional;

/**
 * What a run has seen before its rotation begins. Nothing is stored of that, as nothing may ever come of it; but what is
 * waited for meanwhile has to have an end.
 */
final class Prelude {
    private Journal journal = Journal.EMPTY;

    /** @param stored the rotation that is under way, if one is: it has a journal of its own */
    Intent recalled(Intent wanted, Optional<Intent> stored) {
        return stored.isPresent() ? wanted : wanted.with(journal);
    }

    void note(Turn turn) {
        journal = turn.intent().journal();
    }
}
