package io.capstan.pass;

import io.capstan.rotation.Intent;
import java.util.Optional;

/**
 * What a run has seen before its rotation begins. Nothing is stored of that, as nothing may ever come of it; but what is
 * waited for meanwhile has to have an end.
 */
final class Prelude {
    private Optional<Intent> seen = Optional.empty();

    /** {@code wanted} as it has been wanted since the first look. */
    Intent recalled(Intent wanted) {
        return seen.map(wanted::since).orElse(wanted);
    }

    void note(Turn turn) {
        seen = Optional.of(turn.intent());
    }
}
