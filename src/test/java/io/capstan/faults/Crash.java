package io.capstan.faults;

import java.time.Duration;

/**
 * The end of a process at one of its writes, and the host on which it is run again.
 *
 * @param write the number of the write, from 1
 * @param clockAhead how far the clock of the next host is ahead of the API server's
 */
record Crash(int write, Moment moment, Duration clockAhead) {
    enum Moment {
        /** The write is not done. */
        JUST_BEFORE,
        /** The write is done, but its answer is never read. */
        JUST_AFTER
    }
}
