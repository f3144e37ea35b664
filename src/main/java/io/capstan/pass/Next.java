package io.capstan.pass;

import java.time.Duration;

/** What comes after one turn of the loop. */
sealed interface Next {
    /** Look again at once. */
    record Again() implements Next {}

    record Sleep(Duration duration) implements Next {}

    record End(Ending ending) implements Next {}
}
