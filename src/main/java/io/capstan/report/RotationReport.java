package io.capstan.report;

import io.capstan.pki.Fingerprint;
import io.capstan.report.WorkloadResult.Result;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Journal.Proof;
import io.capstan.rotation.Journal.SeenCertificate;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Strategy;
import io.capstan.trust.TrustState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a rotation leaves behind: who wanted it and why, what it did and when, and what showed that each step was safe.
 *
 * @param id when it began and the first 8 digits of the new anchor: {@code 20260302T080000Z-1a2b3c4d}. The later one sorts
 *     last
 * @param requestId names the request that began it, and {@code alsoRequested} those that joined it
 * @param retired the anchor that went
 * @param anchor the current one at the end
 * @param certificates every anchor and issuer that was in its Secret meanwhile
 * @param stays the phases in the order in which they were passed through; one may come several times
 * @param workloads whatever was restarted or skipped; empty if {@link #abridged}
 * @param totals of all workloads, also if {@link #abridged}
 * @param abridged whether the list of workloads was too large to be kept
 */
public record RotationReport(
        String id,
        String reason,
        String requestedBy,
        String requestId,
        List<String> alsoRequested,
        Strategy strategy,
        boolean purge,
        Instant started,
        Instant ended,
        Fingerprint retired,
        Fingerprint anchor,
        List<SeenCertificate> certificates,
        List<Stay> stays,
        List<WorkloadResult> workloads,
        Totals totals,
        List<Proof> proofs,
        boolean abridged) {
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int ID_DIGITS = 8;

    public RotationReport {
        alsoRequested = List.copyOf(alsoRequested);
        certificates = List.copyOf(certificates);
        stays = List.copyOf(stays);
        workloads = List.copyOf(workloads);
        proofs = List.copyOf(proofs);
    }

    /** A time spent in one phase without a break. */
    public record Stay(Phase phase, Instant entered, Duration took) {}

    /**
     * @param workloads how many there are of each result; those of which there are none may be absent
     * @param restarts of all workloads together
     * @param dataPlaneRestarts those of them outside the control plane
     */
    public record Totals(Map<Result, Integer> workloads, int restarts, int dataPlaneRestarts) {
        public Totals {
            workloads = Map.copyOf(workloads);
        }

        static Totals of(List<WorkloadResult> results) {
            Map<Result, Integer> counts = new EnumMap<>(Result.class);
            results.forEach(one -> counts.merge(one.result(), 1, Integer::sum));
            return new Totals(
                    counts,
                    restarts(results),
                    restarts(results.stream().filter(one -> !one.controlPlane()).toList()));
        }

        private static int restarts(List<WorkloadResult> results) {
            return results.stream().mapToInt(one -> one.restarts().size()).sum();
        }
    }

    /** How {@code intent} has come on by {@code state}: its report, if that is the end. */
    public static RotationReport of(Intent intent, TrustState state) {
        Instant ended = state.snapshot().now();
        Fingerprint anchor = state.anchor().fingerprint();
        List<WorkloadResult> workloads = WorkloadResults.of(intent, state);
        return new RotationReport(
                ID_TIME.format(intent.startedAt()) + "-" + anchor.hex().substring(0, ID_DIGITS),
                intent.asked().reason(),
                intent.asked().requestedBy(),
                intent.asked().requestId(),
                intent.asked().alsoRequested(),
                intent.strategy(),
                intent.purge(),
                intent.startedAt(),
                ended,
                intent.retire(),
                anchor,
                intent.journal().certificates(),
                Stays.of(intent.journal().seen(), ended),
                workloads,
                Totals.of(workloads),
                intent.journal().proofs(),
                false);
    }

    /** The names of all requests that it has served, that which began it first; empty if none had a name. */
    List<String> requests() {
        return Stream.concat(Stream.of(requestId), alsoRequested.stream())
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /** From the beginning to the end. */
    public Duration took() {
        return Duration.between(started, ended);
    }

    /** The time spent in each phase, in the order in which they were first entered; the times add up. */
    public Map<Phase, Duration> timePerPhase() {
        return Stays.perPhase(stays);
    }

    /** How many workloads there are of {@code result}. */
    public int count(Result result) {
        return totals.workloads().getOrDefault(result, 0);
    }

    /** The end of the current anchor's validity; empty if it was not noted. */
    public Optional<Instant> anchorNotAfter() {
        return certificates.stream()
                .filter(noted -> noted.sha256().equals(anchor.hex()))
                .map(SeenCertificate::notAfter)
                .findFirst();
    }

    /** The same without the list of workloads, which is the one that grows with the mesh. */
    public RotationReport withoutWorkloads() {
        return new RotationReport(
                id,
                reason,
                requestedBy,
                requestId,
                alsoRequested,
                strategy,
                purge,
                started,
                ended,
                retired,
                anchor,
                certificates,
                stays,
                List.of(),
                totals,
                proofs,
                true);
    }
}
