package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.RestartMark.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What was seen and done in the course of a rotation, each list in the order of time. Only {@link #seen} and
 * {@link #sawAnchor} are ever decided upon, and only to wait longer or to keep more; the rest is for the report.
 */
public record Journal(
        List<Seen> seen, List<SeenCertificate> certificates, List<Restarted> restarts, List<Proof> proofs) {
    /** A journal lives in a ConfigMap of at most 1 MiB; a rotation that nothing disturbs changes its phase a dozen times. */
    private static final int MOST_SEEN = 200;

    public static final Journal EMPTY = new Journal(List.of(), List.of(), List.of(), List.of());

    public Journal {
        seen = List.copyOf(seen);
        certificates = List.copyOf(certificates);
        restarts = List.copyOf(restarts);
        proofs = List.copyOf(proofs);
    }

    /**
     * A change of phase.
     *
     * @param anchor the current anchor then, abbreviated: what was seen under another anchor says nothing about this one
     */
    public record Seen(Phase phase, String anchor, Instant at) {
        private boolean is(Phase otherPhase, Certificate otherAnchor) {
            return phase == otherPhase
                    && anchor.equals(otherAnchor.fingerprint().abbreviated());
        }
    }

    /** What a certificate was to the cluster. */
    public enum Role {
        ANCHOR,
        ISSUER
    }

    /**
     * A certificate that was in its Secret at some time of the rotation.
     *
     * @param sha256 of its DER, in hex
     */
    public record SeenCertificate(
            Role role, String sha256, String subject, Instant notBefore, Instant notAfter, Instant firstSeen) {}

    /**
     * A restart that was begun.
     *
     * @param at as the pod template's annotation has it
     * @param completed when its rollout was first seen to be complete; empty while it is not
     */
    public record Restarted(ObjectRef workload, Cause cause, Instant at, Optional<Instant> completed) {
        /** How long its rollout took; empty while it goes on. */
        public Optional<Duration> took() {
            return completed.map(end -> Duration.between(at, end));
        }
    }

    /**
     * That an invariant held when a step depended on it.
     *
     * @param invariant {@code trust before use} or {@code use before distrust}
     * @param step the step that depended on it
     * @param evidence what showed it, in words
     */
    public record Proof(String invariant, String step, String evidence, Instant at) {
        private boolean isOfSameStep(Proof other) {
            return invariant.equals(other.invariant) && step.equals(other.step);
        }
    }

    /** When {@code phase} was first seen while {@code anchor} was the current one. */
    public Optional<Instant> firstSeen(Phase phase, Certificate anchor) {
        return seen.stream()
                .filter(entry -> entry.is(phase, anchor))
                .map(Seen::at)
                .findFirst();
    }

    /** Since when {@code phase} has stood without a break; empty if another one was seen last. */
    public Optional<Instant> standsSince(Phase phase, Certificate anchor) {
        return last().filter(entry -> entry.is(phase, anchor)).map(Seen::at);
    }

    /** The phase that was noted last; empty if none was. */
    public Optional<Phase> lastPhase() {
        return last().map(Seen::phase);
    }

    /**
     * This journal with a note that {@code phase} was entered; itself if that is what was seen last. Of very many notes the
     * oldest repeats are forgotten, which {@link #firstSeen} and {@link #standsSince} do not depend on.
     */
    public Journal withSeen(Phase phase, Certificate anchor, Instant at) {
        return standsSince(phase, anchor).isPresent()
                ? this
                : new Journal(
                        bounded(with(seen, new Seen(phase, anchor.fingerprint().abbreviated(), at))),
                        certificates,
                        restarts,
                        proofs);
    }

    private static List<Seen> bounded(List<Seen> seen) {
        while (seen.size() > MOST_SEEN) {
            seen.remove(leastMissed(seen));
        }
        return seen;
    }

    /** The oldest that is neither the first of its kind nor the last of all; else the oldest of an anchor that has gone. */
    private static int leastMissed(List<Seen> seen) {
        Set<Map.Entry<Phase, String>> kinds = new HashSet<>();
        List<Seen> earlier = seen.subList(0, seen.size() - 1);
        for (int i = 0; i < earlier.size(); i++) {
            if (!kinds.add(Map.entry(earlier.get(i).phase(), earlier.get(i).anchor()))) {
                return i;
            }
        }
        String present = seen.get(earlier.size()).anchor();
        return IntStream.range(0, earlier.size())
                .filter(i -> !earlier.get(i).anchor().equals(present))
                .findFirst()
                .orElse(0);
    }

    /**
     * This journal with a note that every identity replica issues under {@code anchor}, which is where converging begins;
     * itself if that is noted already. The documented order comes there before its phase does.
     */
    public Journal withConverged(Certificate anchor, Instant at) {
        return firstSeen(Phase.CONVERGING, anchor).isPresent() ? this : withSeen(Phase.CONVERGING, anchor, at);
    }

    /** Whether {@code certificate} was the anchor at some time of this rotation. */
    boolean sawAnchor(Certificate certificate) {
        String sha256 = certificate.fingerprint().hex();
        return certificates.stream()
                .anyMatch(noted -> noted.role() == Role.ANCHOR && noted.sha256().equals(sha256));
    }

    /** This journal with a note of {@code certificate}; itself if it has one. */
    public Journal withCertificate(Role role, Certificate certificate, Instant at) {
        String sha256 = certificate.fingerprint().hex();
        return certificates.stream().anyMatch(noted -> noted.sha256().equals(sha256))
                ? this
                : new Journal(
                        seen,
                        with(
                                certificates,
                                new SeenCertificate(
                                        role,
                                        sha256,
                                        certificate.subject(),
                                        certificate.notBefore(),
                                        certificate.notAfter(),
                                        at)),
                        restarts,
                        proofs);
    }

    Journal withRestarts(List<Restarted> noted) {
        return new Journal(seen, certificates, noted, proofs);
    }

    /** This journal with {@code proof}, in place of that of an earlier try of the same step. */
    Journal withProof(Proof proof) {
        List<Proof> others =
                proofs.stream().filter(noted -> !noted.isOfSameStep(proof)).toList();
        return new Journal(seen, certificates, restarts, with(others, proof));
    }

    private Optional<Seen> last() {
        return seen.isEmpty() ? Optional.empty() : Optional.of(seen.get(seen.size() - 1));
    }

    private static <T> List<T> with(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }
}
