package io.capstan.report;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Decider;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Journal;
import io.capstan.rotation.Journal.Proof;
import io.capstan.rotation.Journal.Restarted;
import io.capstan.rotation.Journal.Role;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Strategy;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Restart;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Reports of a rotation from {@link Pki#OLD} to {@link Pki#NEW}. */
public final class Reports {
    static final ObjectRef WEB = new ObjectRef("Deployment", "emojivoto", "web");
    static final ObjectRef DB = new ObjectRef("StatefulSet", "emojivoto", "db");
    static final ObjectRef AGENT = new ObjectRef("DaemonSet", "emojivoto", "agent");
    static final ObjectRef LEGACY = new ObjectRef("Deployment", "emojivoto", "legacy");
    static final ObjectRef GONE = new ObjectRef("Deployment", "emojivoto", "gone");

    private static final Instant RESTARTED = Pki.NOW.plus(Duration.ofMinutes(3));
    private static final Duration ROLLOUT = Duration.ofSeconds(45);

    private Reports() {}

    /**
     * Of a rotation that two people will ask about: web was restarted; the rollout of db failed; agent cannot be restarted;
     * legacy was left; gone was deleted after its restart.
     */
    static RotationReport eventful() {
        return of(Pki.NOW, "a key was on a laptop", journal(Pki.NOW));
    }

    static RotationReport of(Instant started, String reason, Journal journal) {
        Intent intent = Intent.begun(
                        Pki.OLD.certificate().fingerprint(),
                        new Asked(
                                Strategy.PROMPT,
                                true,
                                reason,
                                "alex",
                                "request-" + started.getEpochSecond(),
                                Set.of(LEGACY),
                                false),
                        started)
                .with(journal);
        var snapshot = Snapshots.renewed()
                .now(started.plus(Duration.ofHours(1)))
                .previous(Pki.NEW.certificate())
                .issuer(i -> i.holds(Pki.ISSUER_NEW.certificate()))
                .controlPlane(c -> c.createdAt(RESTARTED))
                .workload("web", w -> w.loaded(RESTARTED, Pki.OLD.certificate(), Pki.NEW.certificate()))
                .workload("db", w -> w.rollout(new Rollout.Failed("ProgressDeadlineExceeded: db-1 is not ready")))
                .workload(
                        "agent", w -> w.restart(new Restart.Impossible("its update strategy is OnDelete", "delete it")))
                .workload("legacy", w -> w.replicas(1))
                .build();
        return RotationReport.of(
                intent, Decider.state(snapshot, intent, Policy.DEFAULT).orElseThrow());
    }

    /** Small, and of a rotation of its own. */
    public static RotationReport begunAt(Instant started) {
        return of(started, "yearly", Journal.EMPTY);
    }

    /** With so many restarts of so many workloads that are gone. */
    public static RotationReport withManyWorkloads(Instant started, int number) {
        Journal many = new Journal(
                List.of(),
                List.of(),
                IntStream.range(0, number)
                        .mapToObj(i -> restarted(new ObjectRef("Deployment", "emojivoto", "many-" + i)))
                        .toList(),
                List.of());
        return of(started, "yearly", many);
    }

    static Restarted restarted(ObjectRef workload) {
        return new Restarted(workload, Cause.LOAD_ANCHOR, RESTARTED, Optional.of(RESTARTED.plus(ROLLOUT)));
    }

    static Journal journal(Instant start) {
        Journal seen = Journal.EMPTY
                .withCertificate(Role.ANCHOR, Pki.OLD.certificate(), start)
                .withCertificate(Role.ISSUER, Pki.ISSUER_OLD.certificate(), start)
                .withSeen(Phase.STEADY, Pki.OLD.certificate(), start)
                .withSeen(Phase.RENEWING, Pki.OLD.certificate(), start.plusSeconds(2))
                .withCertificate(Role.ANCHOR, Pki.NEW.certificate(), start.plusSeconds(4))
                .withSeen(Phase.DISTRIBUTING, Pki.NEW.certificate(), start.plusSeconds(4))
                .withSeen(Phase.RENEWING, Pki.NEW.certificate(), start.plusSeconds(604))
                .withCertificate(Role.ISSUER, Pki.ISSUER_NEW.certificate(), start.plusSeconds(610))
                .withSeen(Phase.CONVERGING, Pki.NEW.certificate(), start.plusSeconds(610));
        List<Restarted> restarts = new ArrayList<>();
        restarts.add(restarted(WEB));
        restarts.add(new Restarted(DB, Cause.LOAD_ANCHOR, RESTARTED, Optional.empty()));
        restarts.add(restarted(GONE));
        restarts.add(new Restarted(
                WEB, Cause.RENEW_LEAF, RESTARTED.plusSeconds(600), Optional.of(RESTARTED.plusSeconds(630))));
        return new Journal(
                seen.seen(),
                seen.certificates(),
                restarts,
                List.of(new Proof(
                        "trust before use",
                        "renew the identity issuer (Certificate linkerd/linkerd-identity-issuer)",
                        "the anchor is loaded by all of 12 verifiers",
                        start.plusSeconds(604))));
    }
}
