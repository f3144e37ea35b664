package io.capstan.report;

import io.capstan.check.Checkup;
import io.capstan.check.Finding;
import io.capstan.check.Severity;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Deadline;
import io.capstan.rotation.Phase;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.PreviousAnchors;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pass knows of the cluster, as metrics. What is not known has no series, but for counts, which are always there. */
public final class Metrics {
    private Metrics() {}

    /**
     * All that is known at one look.
     *
     * @param last the newest report of a rotation that is over
     */
    public static List<Gauge> of(Standing standing, Optional<RotationReport> last) {
        return Stream.of(
                        of(
                                standing.checkup(),
                                standing.snapshot(),
                                standing.checkup().phase(),
                                standing.state()),
                        RotationMetrics.of(standing, last),
                        ScheduleMetrics.of(standing))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * All that one look at the cluster gives.
     *
     * @param phase by the intent of the rotation that is under way, if one is; empty if there is no readable anchor
     * @param trust empty if there is no readable anchor
     */
    static List<Gauge> of(Checkup checkup, Snapshot snapshot, Optional<Phase> phase, Optional<TrustState> trust) {
        return Stream.of(
                        certificates(snapshot),
                        phase(phase),
                        deadline(checkup.deadline()),
                        proxies(snapshot, trust),
                        findings(checkup.findings()))
                .flatMap(List::stream)
                .toList();
    }

    /** The anchor, the issuer, and that certificate of the previous slot which expires first. */
    static List<Gauge> certificates(Snapshot snapshot) {
        PreviousAnchors slot = snapshot.previous();
        return Stream.of(
                        validity(
                                "anchor",
                                snapshot.anchor().secretRef(),
                                snapshot.anchor().certificate()),
                        validity(
                                "previous",
                                slot.ref(),
                                slot.anchors().stream().min(Comparator.comparing(Certificate::notAfter))),
                        validity(
                                "issuer",
                                snapshot.issuer().secretRef(),
                                snapshot.issuer().certificate()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Gauge> validity(String role, ObjectRef object, Optional<Certificate> certificate) {
        return certificate.stream()
                .flatMap(found -> Stream.of(
                        Metric.CERTIFICATE_NOT_AFTER.of(found.notAfter(), role, object.namespace(), object.name()),
                        Metric.CERTIFICATE_NOT_BEFORE.of(found.notBefore(), role, object.namespace(), object.name())))
                .toList();
    }

    /** A series for every phase, so that one that has passed shows as 0 and not as its last value. */
    static List<Gauge> phase(Optional<Phase> present) {
        return Arrays.stream(Phase.values())
                .map(phase ->
                        Metric.ROTATION_PHASE.of(present.filter(phase::equals).isPresent(), phase.text()))
                .toList();
    }

    static List<Gauge> deadline(Optional<Deadline> deadline) {
        return deadline.map(Deadline::at).map(at -> Metric.ROTATION_DEADLINE.of(at)).stream()
                .toList();
    }

    static List<Gauge> proxies(Snapshot snapshot, Optional<TrustState> trust) {
        Map<LoadedTrust, Integer> counts = LoadedTrust.count(snapshot, trust);
        return Arrays.stream(LoadedTrust.values())
                .map(kind -> Metric.PROXIES.of(
                        counts.getOrDefault(kind, 0), kind.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    static List<Gauge> findings(List<Finding> findings) {
        return Arrays.stream(Severity.values())
                .map(severity -> Metric.FINDINGS.of(
                        (double) findings.stream()
                                .filter(finding -> finding.severity() == severity)
                                .count(),
                        severity.text()))
                .toList();
    }
}
