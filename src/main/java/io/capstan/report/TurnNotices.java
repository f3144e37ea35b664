package io.capstan.report;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import io.capstan.rotation.Decision;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Journal;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.rotation.RolloutFailure;
import io.capstan.rotation.Step;
import io.capstan.trust.RestartMark;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle;
import io.capstan.trust.TrustState;
import io.capstan.trust.Workload;
import io.capstan.window.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The words of what happens in one turn of a rotation. */
final class TurnNotices {
    private static final Set<Phase> BEFORE_ALL_HAVE_LOADED =
            Set.of(Phase.RENEWING, Phase.SPREADING, Phase.BROKEN, Phase.DISTRIBUTING);
    private static final Set<Phase> ALL_HAVE_LOADED = Set.of(Phase.SWITCHING, Phase.CONVERGING, Phase.RETIRING);

    private final Optional<Phase> before;
    private final Phase phase;
    private final Decision decision;
    private final Intent intent;
    private final TrustState state;
    private final Snapshot snapshot;
    private final Policy policy;

    TurnNotices(
            Optional<Phase> before, Phase phase, Decision decision, Intent intent, TrustState state, Policy policy) {
        this.before = before;
        this.phase = phase;
        this.decision = decision;
        this.intent = intent;
        this.state = state;
        this.snapshot = state.snapshot();
        this.policy = policy;
    }

    List<Notice> all() {
        return Stream.of(
                        when(isStarted(), this::started),
                        when(isAnchorRenewed(), this::anchorRenewed),
                        when(isBundleDistributed(), this::bundleDistributed),
                        when(isIssuerUpdated(), this::issuerUpdated),
                        when(isRetired(), this::retired),
                        restarted(),
                        failedRollouts(),
                        held(),
                        refused(),
                        when(decision instanceof Decision.Done, this::completed))
                .flatMap(notices -> notices)
                .toList();
    }

    private static Stream<Notice> when(boolean happened, Words words) {
        return happened ? Stream.of(words.notice()) : Stream.empty();
    }

    @FunctionalInterface
    private interface Words {
        Notice notice();
    }

    /** It begins with an act, or by taking up what somebody else began. */
    private boolean isStarted() {
        boolean begins = decision.begins(state.isUnfinished());
        return phase == Phase.STEADY ? begins : begins && before.isEmpty();
    }

    private Notice started() {
        return Notices.ofRotation(
                NoticeReason.ROTATION_STARTED,
                snapshot,
                (phase == Phase.STEADY ? "rotation started" : "rotation taken up while " + phase.text())
                        + ": the anchor "
                        + retire() + " is to be retired, strategy "
                        + intent.strategy().text() + "; asked for by "
                        + intent.asked().requestedBy() + ": "
                        + Given.orNone(intent.asked().reason()));
    }

    /** Whatever the intent has seen under the present anchor was noted in this turn. */
    private boolean isAnchorRenewed() {
        String present = state.anchor().fingerprint().abbreviated();
        List<Journal.Seen> seen = intent.journal().seen().stream()
                .filter(entry -> entry.anchor().equals(present))
                .toList();
        return before.isPresent()
                && isNewAnchor()
                && !seen.isEmpty()
                && seen.stream().allMatch(this::isOfThisTurn);
    }

    /** A turn notes its phase, and where converging begins; time alone does not tell turns of the same second apart. */
    private boolean isOfThisTurn(Journal.Seen entry) {
        return entry.at().equals(snapshot.now()) && (entry.phase() == phase || entry.phase() == Phase.CONVERGING);
    }

    private Notice anchorRenewed() {
        return Notices.ofRotation(
                NoticeReason.ANCHOR_RENEWED,
                snapshot,
                "the trust anchor is now " + name(state.anchor()) + "; the anchor " + retire()
                        + " stays trusted until nothing uses it");
    }

    /**
     * The volume lag has passed: restarts begin, or nothing was left to restart. The marks on workloads tell whether this
     * was so before.
     */
    private boolean isBundleDistributed() {
        boolean restartsBegin = decision instanceof Decision.Act act
                && act.step() instanceof Step.Restart restart
                && restart.cause() == Cause.LOAD_ANCHOR;
        boolean nothingToRestart =
                before.filter(BEFORE_ALL_HAVE_LOADED::contains).isPresent() && ALL_HAVE_LOADED.contains(phase);
        return isNewAnchor()
                && (restartsBegin || nothingToRestart)
                && snapshot.workloads().noneMatch(this::isRestarted);
    }

    private Notice bundleDistributed() {
        TrustBundle bundle = snapshot.bundle();
        return new Notice(
                NoticeReason.BUNDLE_DISTRIBUTED,
                Regarding.of(bundle),
                "every volume shows the bundle with " + state.bundle()
                        + bundle.configMap()
                                .map(written -> " (" + bundle.configMapRef() + " of " + written.changedAt() + ")")
                                .orElse("")
                        + ": what starts from now on trusts the anchor " + name(state.anchor()));
    }

    private boolean isIssuerUpdated() {
        return before.isPresent()
                && isNewAnchor()
                && state.converged().isPresent()
                && intent.journal()
                        .firstSeen(Phase.CONVERGING, state.anchor())
                        .filter(snapshot.now()::equals)
                        .isPresent();
    }

    private Notice issuerUpdated() {
        return new Notice(
                NoticeReason.ISSUER_UPDATED,
                Regarding.of(snapshot.issuer()),
                "every replica of identity issues under the anchor "
                        + state.anchor().fingerprint().abbreviated()
                        + snapshot.issuer()
                                .certificate()
                                .map(issuer -> ", with the issuer " + name(issuer))
                                .orElse(""));
    }

    private boolean isRetired() {
        return before.filter(Phase.RETIRING::equals).isPresent()
                && phase != Phase.RETIRING
                && isNewAnchor()
                && state.previous().equals(AnchorSet.of(state.anchor()));
    }

    private Notice retired() {
        return new Notice(
                NoticeReason.PREVIOUS_ANCHOR_RETIRED,
                Regarding.of(snapshot.previous()),
                "it holds the anchor " + state.anchor().fingerprint().abbreviated() + " alone: " + retire()
                        + " leaves the bundle, and what starts from then on no longer trusts it");
    }

    private Stream<Notice> restarted() {
        return decision instanceof Decision.Act act && act.step() instanceof Step.Restart restart
                ? restart.workloads().stream().map(workload -> restarted(workload, restart))
                : Stream.empty();
    }

    private static Notice restarted(Workload workload, Step.Restart restart) {
        RestartMark mark = RestartMark.next(workload.restartedFor(), restart.anchor(), restart.cause());
        return new Notice(
                NoticeReason.WORKLOAD_RESTARTED,
                Regarding.of(workload),
                "restarted for the trust anchor " + mark.anchor() + ", attempt " + mark.attempt()
                        + ": its pods are replaced because " + mark.cause().wanted());
    }

    private Stream<Notice> failedRollouts() {
        return decision instanceof Decision.Refuse
                ? snapshot.workloads().filter(this::isRestarted).flatMap(workload -> failure(workload).stream())
                : Stream.empty();
    }

    private Optional<Notice> failure(Workload workload) {
        return RolloutFailure.of(workload, true, snapshot.now(), policy)
                .map(words -> new Notice(NoticeReason.ROLLOUT_FAILED, Regarding.of(workload), words));
    }

    private Stream<Notice> held() {
        return decision instanceof Decision.Hold hold
                ? Stream.of(Notices.rotationHeld(snapshot, hold.reason()))
                : Stream.empty();
    }

    private Stream<Notice> refused() {
        return decision instanceof Decision.Refuse refuse
                ? Stream.of(Notices.rotationRefused(snapshot, refuse.reasons()))
                : Stream.empty();
    }

    private Notice completed() {
        return Notices.ofRotation(
                NoticeReason.ROTATION_COMPLETED,
                snapshot,
                "rotation completed: " + retire() + " is retired, the trust anchor is now " + name(state.anchor())
                        + "; it took " + Durations.text(Duration.between(intent.startedAt(), snapshot.now()))
                        + " and " + RotationReport.of(intent, state).totals().dataPlaneRestarts()
                        + " restarts of data-plane workloads");
    }

    private boolean isNewAnchor() {
        return !state.anchor().fingerprint().equals(intent.retire());
    }

    /** For the sake of the present anchor, whatever was to come of it. */
    private boolean isRestarted(Workload workload) {
        return workload.restartedFor()
                .filter(mark ->
                        mark.anchor().equals(state.anchor().fingerprint().abbreviated()))
                .isPresent();
    }

    private String retire() {
        return intent.retire().abbreviated();
    }

    private static String name(Certificate certificate) {
        return certificate.fingerprint().abbreviated() + " (until " + certificate.notAfter() + ")";
    }
}
