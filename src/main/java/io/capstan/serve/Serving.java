package io.capstan.serve;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * One process that makes passes whenever it leads. Stopping it, losing the lead and even killing it are safe at any moment:
 * rollouts that were begun go on by themselves, and the next leader goes on from what it finds.
 */
public final class Serving implements Leadership.Candidate {
    /** Together well below the 30 s that Kubernetes gives a pod to end by default. */
    private static final Duration PASS_ENDS_WITHIN = Duration.ofSeconds(10);

    private static final Duration LEASE_RELEASED_WITHIN = Duration.ofSeconds(5);

    private final Leadership leadership;
    private final Timetable timetable;
    private final Passes passes;
    private final Scraped metrics;
    private final Vitals vitals;
    private final Consumer<String> complaints;
    private boolean isStopping;

    /** @param complaints takes a line for what does not stop in time */
    public Serving(
            Leadership leadership,
            Timetable timetable,
            Passes passes,
            Scraped metrics,
            Vitals vitals,
            Consumer<String> complaints) {
        this.leadership = leadership;
        this.timetable = timetable;
        this.passes = passes;
        this.metrics = metrics;
        this.vitals = vitals;
        this.complaints = complaints;
    }

    /** @param every how often the timetable makes a pass */
    public void start(Duration every) {
        vitals.standsBy(every);
        leadership.campaign(this);
    }

    /** Interrupts the pass that goes on, which releases its lock, and then releases the Lease; in no more than 15 s. */
    public void stop() throws InterruptedException {
        leadNoMore();
        if (!passes.awaitEnd(PASS_ENDS_WITHIN)) {
            complaints.accept("the pass does not end; its lock is left to run out");
        }
        if (!leadership.resign(LEASE_RELEASED_WITHIN)) {
            complaints.accept("the Lease " + Leadership.LEASE + " could not be released; it is left to run out");
        }
    }

    @Override
    public synchronized void takesTheLead() {
        if (isStopping) {
            return;
        }
        metrics.leads(true);
        vitals.leads(true);
        passes.allow();
        timetable.begin(passes::runOne);
    }

    @Override
    public synchronized void losesTheLead() {
        timetable.end();
        passes.stop();
        metrics.leads(false);
        vitals.leads(false);
    }

    private synchronized void leadNoMore() {
        isStopping = true;
        losesTheLead();
    }

    /** A new term begins once the last pass of the old one is over: for that it needs no more than a request's time. */
    @Override
    public void awaitQuiet() throws InterruptedException {
        while (!passes.awaitEnd(PASS_ENDS_WITHIN)) {
            complaints.accept("the pass that lost the lead has not ended yet");
        }
    }
}
