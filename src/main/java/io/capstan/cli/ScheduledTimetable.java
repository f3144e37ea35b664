package io.capstan.cli;

import io.capstan.serve.Timetable;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import java.time.Duration;

/** Passes by Quarkus' scheduler, which looks once a second whether one is to be made. */
final class ScheduledTimetable implements Timetable {
    private static final String JOB = "pass";

    private final Scheduler scheduler;
    private final Duration every;

    ScheduledTimetable(Scheduler scheduler, Duration every) {
        this.scheduler = scheduler;
        this.every = every;
    }

    @Override
    public void begin(Runnable pass) {
        scheduler
                .newJob(JOB)
                .setInterval(every.toString())
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setTask(execution -> pass.run())
                .schedule();
        scheduler.resume();
    }

    @Override
    public void end() {
        scheduler.unscheduleJob(JOB);
    }
}
