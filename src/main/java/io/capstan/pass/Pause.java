package io.capstan.pass;

import java.time.Duration;

/** How the loop lets time pass. */
@FunctionalInterface
public interface Pause {
    Pause REAL = duration -> Thread.sleep(duration.toMillis());

    void sleep(Duration duration) throws InterruptedException;
}
