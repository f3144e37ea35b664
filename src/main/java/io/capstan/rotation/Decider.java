package io.capstan.rotation;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one next thing to do, as a pure function of what is there. Calling it twice with the same arguments gives the same
 * answer; it knows no clock but the snapshot's.
 */
public final class Decider {
    private final Snapshot snapshot;
    private final Intent intent;
    private final Policy policy;
    private final TrustState state;
    private final Distribution distribution;
    private final IssuerHold hold;
    private final Recovery recovery;

    private Decider(TrustState state, Intent intent, Policy policy) {
        this.snapshot = state.snapshot();
        this.intent = intent;
        this.policy = policy;
        this.state = state;
        this.distribution = new Distribution(state, intent.strategy(), policy);
        this.hold = new IssuerHold(state, policy);
        this.recovery = new Recovery(state, intent, distribution);
    }

    public static Decision decide(Snapshot snapshot, Intent intent, Gates gates, Policy policy) {
        return state(snapshot, intent, policy)
                .map(state -> decide(state, Phase.of(state, intent), intent, gates, policy))
                .orElseGet(() -> Decision.refuse(withoutAnchor(snapshot)));
    }

    /** @param phase of {@code state} */
    public static Decision decide(TrustState state, Phase phase, Intent intent, Gates gates, Policy policy) {
        Decider decider = new Decider(state, intent, policy);
        Optional<Decision> release = decider.hold.end(phase, intent);
        return release.isPresent() ? release.get() : decider.guarded(phase, decider.next(phase), gates);
    }

    /** Why nothing can be decided where there is no anchor to speak of. */
    public static String withoutAnchor(Snapshot snapshot) {
        return snapshot.anchor().secretRef()
                + " holds no readable certificate in tls.crt: there is no trust anchor to speak of";
    }

    /** What is known about trust, with what the intent remembers. */
    public static Optional<TrustState> state(Snapshot snapshot, Intent intent, Policy policy) {
        Optional<Instant> convergedSince = snapshot.anchor()
                .certificate()
                .flatMap(anchor -> Stream.of(Phase.CONVERGING, Phase.RETIRING)
                        .flatMap(phase -> intent.journal().firstSeen(phase, anchor).stream())
                        .min(Instant::compareTo));
        return TrustState.of(snapshot, policy.margins(), intent.left(), convergedSince, intent.memory());
    }

    /** No act goes past the invariants, nor past a closed gate; what is not begun, or is over, holds nothing either. */
    private Decision guarded(Phase phase, Decision next, Gates gates) {
        Decision guarded = next instanceof Decision.Act act ? guarded(phase, act, gates) : next;
        boolean stops = guarded instanceof Decision.Refuse
                || guarded instanceof Decision.Hold
                || guarded instanceof Decision.Done;
        return stops && !state.isUnfinished() ? hold.abandon(intent).orElse(guarded) : guarded;
    }

    private Decision guarded(Phase phase, Decision.Act act, Gates gates) {
        Optional<String> violation = Invariants.violation(act.step(), state, intent.strategy());
        return violation.isPresent()
                ? Decision.refuse(violation.get())
                : held(phase, act.step(), gates).<Decision>map(hold -> hold).orElse(act);
    }

    private Optional<Decision.Hold> held(Phase phase, Step step, Gates gates) {
        return mends(phase, step) ? gates.holdsAnything(snapshot) : gates.holds(gated(step));
    }

    /** Whether users suffer already, and the longer the later it is done. */
    private boolean mends(Phase phase, Step step) {
        return phase == Phase.BROKEN || (intent.strategy() == Strategy.RECOVER && step instanceof Step.RenewAnchor);
    }

    /** What only prepares something that is held would be for nothing, or worse, and is asked for as that. */
    private Step gated(Step step) {
        boolean prepares = step instanceof Step.RenewIssuer || step instanceof Step.HoldIssuer;
        if (prepares && !state.isUnfinished()) {
            return new Step.RenewAnchor(snapshot.anchor());
        }
        boolean breaks = intent.strategy() == Strategy.DOCUMENTED
                && step instanceof Step.RenewIssuer
                && !state.withoutAnchor().isEmpty();
        return breaks ? new DocumentedOrder(state, distribution).restartOfControlPlane() : step;
    }

    private Decision next(Phase phase) {
        if (intent.strategy() == Strategy.RECOVER && !recovery.isCalledFor(phase)) {
            return Decision.refuse(recovery.nothingHasExpired());
        }
        if (intent.strategy().rules(phase, state)) {
            return intent.strategy() == Strategy.RECOVER
                    ? recovery.next()
                    : new DocumentedOrder(state, distribution).next();
        }
        return switch (phase) {
            case RENEWING -> renewing();
            case ENDANGERED -> endangered();
            case SPREADING -> unfit().or(hold::takeUp).orElseGet(this::spreading);
            case BROKEN -> distribution.restore();
            case DISTRIBUTING -> unfit().or(hold::takeUp).orElseGet(distribution::next);
            case SWITCHING -> switching();
            case CONVERGING -> new Convergence(state, distribution, intent.strategy()).next();
            case RETIRING ->
                new Decision.Act(
                        new Step.SetPrevious(snapshot.previous(), AnchorSet.of(state.anchor())),
                        "every issuer and every leaf is under the new anchor");
            case PURGING -> distribution.purge();
            case STEADY -> steady();
        };
    }

    /** Not only before its first use: the restarts before that would be for nothing. */
    private Optional<Decision> unfit() {
        return Invariants.unfit(state).map(Decision::refuse);
    }

    private Decision steady() {
        if (!state.anchor().fingerprint().equals(intent.retire())) {
            return new Decision.Done();
        }
        if (intent.strategy() == Strategy.RECOVER) {
            return recovery.begin(Preconditions.ofRecovery(snapshot, state, intent, policy));
        }
        Optional<Decision> syncing = syncing();
        if (syncing.isPresent()) {
            return syncing.get();
        }
        List<String> violations = Preconditions.violations(snapshot, state, intent, policy);
        if (!violations.isEmpty()) {
            return new Decision.Refuse(violations);
        }
        Race race = Race.of(snapshot, policy);
        return race.isWon() && !Fit.needsFreshIssuer(snapshot, policy)
                ? hold.begin()
                        .orElseGet(() -> new Decision.Act(
                                new Step.RenewAnchor(snapshot.anchor()),
                                "everything trusts the old anchor, and " + race.text()))
                : new Decision.Act(
                        new Step.RenewIssuer(snapshot.issuer()),
                        "it must not be renewed in the middle of the restarts: " + race.text());
    }

    /** trust-manager takes a moment to see the slot that this rotation has mended: until then its Bundle speaks of before. */
    private Optional<Decision> syncing() {
        boolean hasMended = Stream.of(Phase.ENDANGERED, Phase.RETIRING)
                .anyMatch(phase ->
                        intent.journal().firstSeen(phase, state.anchor()).isPresent());
        Instant limit = standsSince(Phase.STEADY).plus(policy.spreadLimit());
        return snapshot.bundle()
                .resource()
                .filter(bundle ->
                        hasMended && !bundle.synced() && snapshot.now().isBefore(limit))
                .map(bundle -> Decision.waitFor(
                        "trust-manager to sync " + snapshot.bundle().ref()));
    }

    /** What is lost and found again comes back, beside what is kept; nothing leaves before all of it is known. */
    private Decision endangered() {
        AnchorSet lost = state.lost();
        return lost.isEmpty()
                ? Decision.refuse(HardState.unknown(state))
                : new Decision.Act(
                        new Step.SetPrevious(
                                snapshot.previous(), state.previous().plus(lost)),
                        HardState.endangered(state));
    }

    private Decision renewing() {
        return Stream.of(snapshot.anchor(), snapshot.issuer())
                .filter(ManagedCertificate::isRenewing)
                .map(this::renewing)
                .findFirst()
                .orElseThrow();
    }

    private Decision renewing(ManagedCertificate renewed) {
        Optional<CertificateResource.Request> failed =
                renewed.resource().flatMap(CertificateResource::request).filter(CertificateResource.Request::failed);
        if (failed.isPresent()) {
            return Decision.refuse(
                    renewed.ref() + " cannot be renewed: " + failed.get().ref() + " is "
                            + failed.get().reason() + ": " + failed.get().message());
        }
        Instant limit = standsSince(Phase.RENEWING).plus(policy.renewalLimit());
        return snapshot.now().isAfter(limit)
                ? Decision.refuse("cert-manager has not issued " + renewed.ref() + " in time"
                        + renewed.resource()
                                .flatMap(CertificateResource::request)
                                .map(request ->
                                        " (" + request.ref() + ": " + request.reason() + ": " + request.message() + ")")
                                .orElse("")
                        + "; does cert-manager run?")
                : Decision.waitFor("cert-manager to issue " + renewed.ref());
    }

    private Decision spreading() {
        Instant limit = standsSince(Phase.SPREADING).plus(policy.spreadLimit());
        if (!snapshot.now().isAfter(limit)) {
            return Decision.waitFor(
                    "trust-manager to write " + snapshot.bundle().configMapRef() + " with " + state.wanted());
        }
        return Decision.refuse(
                snapshot.bundle().configMapRef() + " holds " + state.bundle() + ", expected " + state.wanted()
                        + "; "
                        + snapshot.bundle()
                                .resource()
                                .map(Decider::condition)
                                .orElse("there is no " + snapshot.bundle().ref()));
    }

    private static String condition(TrustBundle.Resource bundle) {
        return "the Bundle's condition Synced is " + (bundle.synced() ? "True" : "False") + " (" + bundle.reason()
                + ": " + bundle.message() + "); does trust-manager run?";
    }

    private Decision switching() {
        if (!state.isIssuerUnderAnchor()) {
            return new Decision.Act(
                    new Step.RenewIssuer(snapshot.issuer()), "every verifier has loaded the new anchor");
        }
        return distribution.identityOnIssuer();
    }

    private Instant standsSince(Phase phase) {
        return intent.journal().standsSince(phase, state.anchor()).orElse(snapshot.now());
    }
}
