package io.capstan.report;

import io.capstan.report.WorkloadResult.Result;
import io.capstan.rotation.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How the rotation that is under way, or else the last one, has gone, as metrics. */
final class RotationMetrics {
    private RotationMetrics() {}

    /** @param last the newest report of a rotation that is over */
    static List<Gauge> of(Standing standing, Optional<RotationReport> last) {
        List<Gauge> gauges = new ArrayList<>();
        last.ifPresent(report -> gauges.add(Metric.ROTATION_LAST_SUCCESS.of(report.ended())));
        standing.phaseSince()
                .map(since -> Metric.ROTATION_PHASE_SINCE.of(since))
                .ifPresent(gauges::add);
        Optional<RotationReport> present =
                standing.intent().flatMap(intent -> standing.state().map(state -> RotationReport.of(intent, state)));
        present.or(() -> last).ifPresent(report -> {
            durations(report.timePerPhase(), gauges);
            for (Result result : Result.values()) {
                gauges.add(Metric.ROTATION_WORKLOADS.of(
                        report.count(result), result.name().toLowerCase(Locale.ROOT)));
            }
        });
        return gauges;
    }

    private static void durations(Map<Phase, Duration> timePerPhase, List<Gauge> gauges) {
        for (Phase phase : Phase.values()) {
            gauges.add(Metric.ROTATION_DURATION.of(timePerPhase.getOrDefault(phase, Duration.ZERO), phase.text()));
        }
    }
}
