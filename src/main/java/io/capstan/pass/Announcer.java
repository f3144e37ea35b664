package io.capstan.pass;

import io.capstan.cluster.ClusterException;
import io.capstan.cluster.EventRecorder;
import io.capstan.report.Gauge;
import io.capstan.report.Metric;
import io.capstan.report.Metrics;
import io.capstan.report.Notice;
import io.capstan.report.Notices;
import io.capstan.report.RotationReport;
import io.capstan.report.Standing;
import io.capstan.rotation.Policy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells of a pass in Events and metrics. What cannot be told is complained of, and fails nothing. */
public final class Announcer implements Publisher {
    private final EventRecorder events;
    private final MetricsSink metrics;
    private final Supplier<Optional<RotationReport>> lastRotation;
    private final Policy policy;
    private final Clock clock;
    private final Consumer<String> complaints;
    private final Set<String> said = new HashSet<>();
    private List<Gauge> known = List.of();

    /**
     * @param lastRotation the newest report; it may throw a ClusterException
     * @param clock for the times of passes
     * @param complaints takes a line for each thing that could not be told, once however often it is tried
     */
    public Announcer(
            EventRecorder events,
            MetricsSink metrics,
            Supplier<Optional<RotationReport>> lastRotation,
            Policy policy,
            Clock clock,
            Consumer<String> complaints) {
        this.events = events;
        this.metrics = metrics;
        this.lastRotation = lastRotation;
        this.policy = policy;
        this.clock = clock;
        this.complaints = line -> {
            // what a signal has cut short has not failed; whoever acts next says that it was stopped
            if (!Thread.currentThread().isInterrupted() && said.add(line)) {
                complaints.accept(line);
            }
        };
    }

    @Override
    public void standing(Standing standing) {
        known = Metrics.of(standing, last());
        List<Gauge> meanwhile = new ArrayList<>(known);
        if (standing.decision().isPresent()) {
            meanwhile.add(Metric.PASS_LAST_SUCCESS.of(clock.instant())); // it goes on, and well
        }
        metrics.meanwhile(meanwhile).forEach(complaints);
        List<Notice> notices =
                new ArrayList<>(Notices.ofCheck(standing.checkup(), standing.snapshot(), policy, standing.intent()));
        standing.due().ifPresent(due -> notices.add(Notices.rotationDue(standing.snapshot(), due.text())));
        publish(notices);
    }

    @Override
    public void turn(Turn turn) {
        publish(Notices.ofTurn(turn.before(), turn.phase(), turn.decision(), turn.intent(), turn.state(), policy));
    }

    @Override
    public void complain(String complaint) {
        complaints.accept(complaint);
    }

    @Override
    public void succeeded() {
        List<Gauge> all = new ArrayList<>(known);
        all.add(Metric.PASS_LAST_SUCCESS.of(clock.instant()));
        metrics.after(all).forEach(complaints);
    }

    @Override
    public void failed(String reason) {
        metrics.meanwhile(List.of(Metric.PASS_LAST_FAILURE.of(clock.instant()))).forEach(complaints);
    }

    private Optional<RotationReport> last() {
        try {
            return lastRotation.get();
        } catch (ClusterException e) {
            complaints.accept(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void publish(List<Notice> notices) {
        events.publish(notices).forEach(complaints);
    }
}
