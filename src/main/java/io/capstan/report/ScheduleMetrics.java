package io.capstan.report;

import io.capstan.rotation.Due;
import io.capstan.rotation.Gate;
import io.capstan.rotation.Held;
import io.capstan.trust.Suspension;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.Opening;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When a rotation is due, and what keeps it from going on, as metrics. */
final class ScheduleMetrics {
    private ScheduleMetrics() {}

    static List<Gauge> of(Standing standing) {
        Instant now = standing.snapshot().now();
        List<Gauge> gauges = new ArrayList<>();
        Optional<Due.Reason> due = standing.due().map(Due::reason);
        for (Due.Reason reason : Due.Reason.values()) {
            gauges.add(Metric.ROTATION_DUE.of(due.filter(reason::equals).isPresent(), reason.text()));
        }
        if (!standing.isUndecided()) {
            gauges.add(Metric.ROTATION_REFUSED.of(standing.isRefused()));
        }
        Optional<Gate.Kind> closed = standing.held().map(Held::gate);
        for (Gate.Kind gate : Gate.Kind.values()) {
            gauges.add(Metric.ROTATION_HELD.of(closed.filter(gate::equals).isPresent(), gate.text()));
        }
        standing.held().map(held -> Metric.ROTATION_HELD_SINCE.of(held.since())).ifPresent(gauges::add);
        gauges.add(Metric.UNATTENDED_RENEWAL.of(standing.isUnattended()));
        standing.snapshot()
                .instructions()
                .pauseAt(now)
                .map(ScheduleMetrics::end)
                .ifPresent(gauges::add);
        windows(standing.policy().schedule().windows(), now, gauges);
        return gauges;
    }

    private static Gauge end(Suspension pause) {
        return pause.until()
                .map(until -> Metric.PAUSED_UNTIL.of(until))
                .orElseGet(() -> Metric.PAUSED_UNTIL.of(Double.POSITIVE_INFINITY));
    }

    private static void windows(MaintenanceWindows windows, Instant now, List<Gauge> gauges) {
        gauges.add(Metric.WINDOW_OPEN.of(windows.isAlways() || windows.at(now).isPresent()));
        windows.next(now)
                .map(Opening::start)
                .map(start -> Metric.WINDOW_NEXT.of(start))
                .ifPresent(gauges::add);
    }
}
