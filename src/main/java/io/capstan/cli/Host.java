package io.capstan.cli;

import io.capstan.serve.Leadership;
import io.capstan.serve.Timetable;
import io.capstan.serve.Vitals;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;

/** What {@code serve} needs of the program that it lives in. */
public interface Host {
    Timetable timetable(Duration every);

    /** The one that is scraped. */
    PrometheusMeterRegistry registry();

    /** Those that are shown as health. */
    Vitals vitals();

    Leadership.Terms terms();

    /** Returns once the process is to end. */
    void awaitStop() throws InterruptedException;
}
