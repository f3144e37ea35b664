package io.capstan.cli;

import io.capstan.serve.Leadership;
import io.capstan.serve.Timetable;
import io.capstan.serve.Vitals;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.scheduler.Scheduler;
import jakarta.inject.Singleton;
import java.time.Duration;
import sun.misc.Signal;

/** The real program: Quarkus' scheduler, registry and end. */
@Singleton
public class QuarkusHost implements Host {
    private final Scheduler scheduler;
    private final PrometheusMeterRegistry registry;
    private final Vitals vitals;

    public QuarkusHost(Scheduler scheduler, PrometheusMeterRegistry registry, Vitals vitals) {
        this.scheduler = scheduler;
        this.registry = registry;
        this.vitals = vitals;
    }

    @Override
    public Timetable timetable(Duration every) {
        return new ScheduledTimetable(scheduler, every);
    }

    @Override
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    @Override
    public Vitals vitals() {
        return vitals;
    }

    @Override
    public Leadership.Terms terms() {
        return Leadership.Terms.USUAL;
    }

    /**
     * A JVM that a signal ends exits with 143, whatever was done well meanwhile, and Kubernetes takes that for an error. So
     * the signal only asks for the end, and the program ends as it does by itself.
     */
    @Override
    public void awaitStop() {
        StopSignals.ALL.forEach(stop -> Signal.handle(stop, signal -> Quarkus.asyncExit(ExitCode.OK)));
        Quarkus.waitForExit();
    }
}
