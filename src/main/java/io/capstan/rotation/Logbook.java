package io.capstan.rotation;

import io.capstan.pki.AnchorSet;
import io.capstan.rotation.Journal.Proof;
import io.capstan.rotation.Journal.Restarted;
import io.capstan.rotation.Journal.Role;
import io.capstan.trust.Loaded;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.trust.Verifier;
import io.capstan.trust.Workload;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the {@link Journal} of an intent: what each turn saw, and what it is about to do. */
public final class Logbook {
    /** A journal lives in a ConfigMap of at most 1 MiB: of a very large mesh only so many restarts are noted one by one. */
    private static final int MOST_RESTARTS = 3000;

    private Logbook() {}

    /**
     * {@code intent} with a note of when every identity replica was first seen to issue under the anchor. Without it the
     * newest replica's creation stands for that, which is too early to act upon: note it before anything is decided.
     */
    public static Intent converged(Intent intent, TrustState state) {
        return state.isUnfinished() && state.converged().isPresent()
                ? intent.with(intent.journal()
                        .withConverged(state.anchor(), state.snapshot().now()))
                : intent;
    }

    /** {@code intent} with what {@code state} shows. */
    public static Intent seen(Intent intent, TrustState state, Phase phase) {
        Snapshot snapshot = state.snapshot();
        Instant now = snapshot.now();
        Journal journal = converged(intent, state).journal();
        journal = journal.withSeen(phase, state.anchor(), now).withCertificate(Role.ANCHOR, state.anchor(), now);
        if (snapshot.issuer().certificate().isPresent()) {
            journal = journal.withCertificate(
                    Role.ISSUER, snapshot.issuer().certificate().get(), now);
        }
        Intent noted = intent.with(journal.withRestarts(completed(journal.restarts(), snapshot)));
        noted = noted.withUsed(used(noted, state, phase));
        return snapshot.instructions().approves(intent.retire().hex()) ? noted.withApproval(now) : noted;
    }

    /**
     * From {@link Phase#RETIRING} on nothing but the anchor is in use: what is over must not come back. Nor must what was on
     * its way out before this rotation began.
     */
    private static AnchorSet used(Intent intent, TrustState state, Phase phase) {
        AnchorSet ofThisRotation = AnchorSet.of(
                state.inUse().stream().filter(intent::remembersAnchor).toList());
        return phase.compareTo(Phase.RETIRING) < 0
                ? intent.used().plus(state.lost()).plus(ofThisRotation)
                : ofThisRotation;
    }

    /** {@code intent} with a note of {@code step}, which is about to be done. */
    public static Intent before(Intent intent, Step step, TrustState state) {
        if (step instanceof Step.HoldIssuer hold) {
            return intent.withHeldPolicy(hold.policy());
        }
        Journal journal = intent.journal();
        if (step instanceof Step.Restart restart) {
            journal = journal.withRestarts(
                    begun(journal.restarts(), restart, state.snapshot().now().truncatedTo(ChronoUnit.SECONDS)));
        }
        Optional<Proof> proof = proof(intent, step, state);
        return intent.with(proof.isPresent() ? journal.withProof(proof.get()) : journal);
    }

    /** One that was noted but not done (the process ended in between) is noted anew. */
    private static List<Restarted> begun(List<Restarted> before, Step.Restart restart, Instant at) {
        List<Restarted> begun = restart.workloads().stream()
                .map(workload -> new Restarted(workload.ref(), restart.cause(), at, Optional.empty()))
                .toList();
        List<Restarted> all = before.stream()
                .filter(noted -> noted.completed().isPresent() || begun.stream().noneMatch(one -> isSame(one, noted)))
                .collect(Collectors.toCollection(ArrayList::new));
        begun.stream().limit(Math.max(0, MOST_RESTARTS - all.size())).forEach(all::add);
        return all;
    }

    private static boolean isSame(Restarted one, Restarted other) {
        return one.workload().equals(other.workload()) && one.cause() == other.cause();
    }

    private static List<Restarted> completed(List<Restarted> restarts, Snapshot snapshot) {
        if (restarts.stream().allMatch(noted -> noted.completed().isPresent())) {
            return restarts;
        }
        Map<ObjectRef, Workload> workloads = snapshot.workloads()
                .collect(Collectors.toMap(Workload::ref, workload -> workload, (first, second) -> first));
        return restarts.stream()
                .map(noted -> noted.completed().isEmpty() && isComplete(noted, workloads.get(noted.workload()))
                        ? new Restarted(noted.workload(), noted.cause(), noted.at(), Optional.of(snapshot.now()))
                        : noted)
                .toList();
    }

    private static boolean isComplete(Restarted noted, @Nullable Workload workload) {
        return workload != null
                && workload.rollout().isComplete()
                && workload.restartedAt().filter(noted.at().toString()::equals).isPresent();
    }

    private static Optional<Proof> proof(Intent intent, Step step, TrustState state) {
        Instant now = state.snapshot().now();
        if (step instanceof Step.SetPrevious set) {
            return Optional.of(new Proof("use before distrust", step.text(), kept(set, state), now));
        }
        return intent.strategy().guardsTrust() && bringsIntoUse(step, state)
                ? Optional.of(new Proof("trust before use", step.text(), loaded(state), now))
                : Optional.empty();
    }

    /** While an old anchor is in use, a new issuer, or the restart that takes it up, is what trust must come before. */
    private static boolean bringsIntoUse(Step step, TrustState state) {
        boolean renews = step instanceof Step.RenewIssuer && state.isUnfinished();
        return renews || (step instanceof Step.Restart restart && Invariants.bringsIssuerIntoUse(restart, state));
    }

    private static String kept(Step.SetPrevious set, TrustState state) {
        return set.isAddition()
                ? "nothing leaves the bundle"
                : "every issuer in use and every leaf is under " + state.inUse();
    }

    private static String loaded(TrustState state) {
        return "the anchor " + state.anchor().fingerprint().abbreviated() + " is loaded by all of "
                + count(having(state)) + " programs that verify peers: "
                + count(graded(state, Loaded.Grade.READ)) + " read, " + count(graded(state, Loaded.Grade.INFERRED))
                + " inferred" + (state.withoutAnchor().isEmpty() ? "" : "; identity loads it by this restart");
    }

    private static Stream<Verifier> having(TrustState state) {
        return state.verifiers().stream().filter(verifier -> !state.needsAnchor(verifier.loaded()));
    }

    private static Stream<Verifier> graded(TrustState state, Loaded.Grade grade) {
        return having(state)
                .filter(verifier -> verifier.loaded() instanceof Loaded.Exactly exactly && exactly.grade() == grade);
    }

    private static int count(Stream<Verifier> verifiers) {
        return verifiers.mapToInt(Verifier::count).sum();
    }
}
