package io.capstan.report;

import io.capstan.rotation.Intent;
import io.capstan.rotation.Journal.Restarted;
import io.capstan.trust.ObjectRef;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rotations of which a report is kept.
 *
 * @param reports the newest first
 * @param unreadable one line for each report that cannot be understood
 */
public record History(List<RotationReport> reports, List<String> unreadable) {
    public static final History NONE = new History(List.of(), List.of());

    public History {
        reports = List.copyOf(reports);
        unreadable = List.copyOf(unreadable);
    }

    public Optional<RotationReport> newest() {
        return reports.stream().findFirst();
    }

    public Optional<RotationReport> find(String id) {
        return reports.stream().filter(report -> report.id().equals(id)).findFirst();
    }

    /** The rotation that served the request of this id; none if that is empty. */
    public Optional<RotationReport> ofRequest(String requestId) {
        return reports.stream()
                .filter(report -> report.requests().contains(requestId))
                .findFirst();
    }

    /** How the rotation of {@code intent} ended; empty if it has not, or its report is not kept any more. */
    public Optional<RotationReport> ofIntent(Intent intent) {
        return reports.stream()
                .filter(report -> report.retired().equals(intent.retire())
                        && report.started().equals(intent.startedAt()))
                .findFirst();
    }

    /**
     * How long the rollout of each workload took when that was last measured. One that was over within the second says
     * nothing: it had no pods to replace.
     *
     * @param most what took longer had failed and been mended, or was looked at again only the next day
     */
    public Map<ObjectRef, Duration> measured(Duration most) {
        Map<ObjectRef, Duration> measured = new HashMap<>();
        reports.stream()
                .flatMap(report -> report.workloads().stream())
                .flatMap(workload -> workload.restarts().stream())
                .sorted(Comparator.comparing(Restarted::at))
                .forEach(restart -> restart.took()
                        .filter(took -> took.toSeconds() > 0 && took.compareTo(most) <= 0)
                        .ifPresent(took -> measured.put(restart.workload(), took)));
        return measured;
    }
}
