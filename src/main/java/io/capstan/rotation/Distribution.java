package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.trust.ControlPlane;
import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.ControlPlane.ControlPlanePod;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.InjectorHandout;
import io.capstan.trust.PodGroup;
import io.capstan.trust.RestartMark;
import io.capstan.trust.RestartMark.Cause;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle;
import io.capstan.trust.TrustState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Bringing the bundle into every verifier: the volume lag, the injector, the data plane, then the control plane with
 * identity last. A replica of identity that has not loaded an anchor skips an issuer under it; as long as identity is the
 * last, that protects the proxies which are not restarted yet from a renewal that cert-manager makes by itself.
 */
final class Distribution {
    private final TrustState state;
    private final Snapshot snapshot;
    private final Strategy strategy;
    private final Policy policy;

    Distribution(TrustState state, Strategy strategy, Policy policy) {
        this.state = state;
        this.strategy = strategy;
        this.snapshot = state.snapshot();
        this.policy = policy;
    }

    /** Until every verifier has loaded the anchor. */
    Decision next() {
        return firstOf(
                this::volumeLag,
                this::unstickIdentity,
                this::loadAnchorBeforeIdentity,
                () -> controlPlane(true, this::lacksAnchor, Cause.LOAD_ANCHOR));
    }

    /** Until no running proxy trusts more than the bundle holds. */
    Decision purge() {
        return firstOf(
                this::volumeLag,
                () -> dataPlane(this::mayExceed, Cause.DROP_OLD_ANCHOR, "its proxies may still trust the old anchor"),
                () -> controlPlane(false, this::mayExceed, Cause.DROP_OLD_ANCHOR),
                () -> controlPlane(true, this::mayExceed, Cause.DROP_OLD_ANCHOR));
    }

    /**
     * Until every verifier trusts every anchor that it meets. What refuses its peers has nothing to lose, so all of it
     * restarts at once, and no volume is waited for where the injector shows that it hands out the bundle already. Identity
     * is the last, as ever, for the others get their leaves from it: unless none of its replicas gives any.
     */
    Decision restore() {
        return firstOf(
                () -> handsOutBundle() && !HardState.putsIdentityFirst(state, strategy)
                        ? Optional.empty()
                        : volumeLag(),
                this::unstickIdentity,
                this::restoreAllButIdentity,
                this::volumeLag,
                this::restartBeforeIdentity,
                () -> controlPlane(true, this::refusesPeers, Cause.RESTORE_TRUST));
    }

    private Optional<Decision> unstickIdentity() {
        return HardState.putsIdentityFirst(state, strategy)
                ? controlPlane(
                        Component::isIdentity, (component, pod) -> true, Cause.RESTORE_TRUST, HardState.stuck(state))
                : Optional.empty();
    }

    /** Where a restart of identity brings an issuer into use, what may lack the anchor of that has to load it first. */
    private Optional<Decision> restartBeforeIdentity() {
        return state.isIssuerUnderAnchor()
                ? loadAnchorBeforeIdentity()
                : state.signer().flatMap(this::loadBeforeIdentity);
    }

    /** Of the data plane it is read what each pod has loaded, and what lacks the anchor has been restarted already. */
    private Optional<Decision> loadBeforeIdentity(Certificate signer) {
        return controlPlane(false, (component, pod) -> !state.loaded(pod).has(signer), Cause.RESTORE_TRUST);
    }

    private Optional<Decision> loadAnchorBeforeIdentity() {
        return dataPlane(this::lacksAnchor, Cause.LOAD_ANCHOR, "its proxies have not loaded the new anchor")
                .or(() -> controlPlane(false, this::lacksAnchor, Cause.LOAD_ANCHOR));
    }

    /**
     * Everything that is not certain to have the anchor, and identity until it is proved to issue under it, at once. An
     * injector that got no leaf is not ready, and gives pods nothing: then the control plane comes first.
     */
    Optional<Decision> everything() {
        String why = "its leaves have run out, or will, and nobody renews them";
        List<Restarts.Pending> controlPlane = pendingControlPlane(
                        component -> true,
                        (component, pod) ->
                                lacksAnchor(component, pod) || (component.isIdentity() && !state.isProvedOnAnchor(pod)))
                .toList();
        List<Restarts.Pending> all = Stream.concat(
                        pendingDataPlane(this::isCounted, this::lacksAnchor), controlPlane.stream())
                .toList();
        Optional<Decision> first = snapshot.injector() instanceof InjectorHandout.NotInjecting
                ? restarts(controlPlane, Cause.RESTORE_TRUST).next(why)
                : Optional.empty();
        return first.or(() -> provedRestarts(all, Cause.RESTORE_TRUST, why));
    }

    private Optional<Decision> restoreAllButIdentity() {
        List<Restarts.Pending> pending = Stream.concat(
                        pendingDataPlane(this::isCounted, pods -> state.refusesPeers(state.loaded(pods))),
                        pendingControlPlane(component -> !component.isIdentity(), this::refusesPeers))
                .toList();
        return provedRestarts(pending, Cause.RESTORE_TRUST, HardState.broken(state));
    }

    /** Until every replica of identity is proved to use the Secret's issuer: by being younger than it. */
    Decision identityOnIssuer() {
        return firstOf(
                this::issuerLag,
                () -> controlPlane(true, (component, pod) -> !state.isProvedOnAnchor(pod), Cause.USE_ISSUER));
    }

    /** The next restart of data-plane workloads with live pods of which {@code wanting} is true. */
    Optional<Decision> dataPlane(Predicate<PodGroup> wanting, Cause cause, String why) {
        return dataPlane(this::isCounted, wanting, cause, why);
    }

    Optional<Decision> dataPlane(
            Predicate<MeshedWorkload> which, Predicate<PodGroup> wanting, Cause cause, String why) {
        return provedRestarts(pendingDataPlane(which, wanting).toList(), cause, why);
    }

    /** A restart makes pods of the data plane anew, so the injector has to give them what they need. */
    private Optional<Decision> provedRestarts(List<Restarts.Pending> pending, Cause cause, String why) {
        return restarts(pending, cause)
                .next(why)
                .map(next -> unmeshed(cause)
                        .or(() -> restartsDataPlane(next) ? injector() : Optional.empty())
                        .orElse(next));
    }

    /** The next restart of control-plane Deployments: identity, or all the others. */
    Optional<Decision> controlPlane(boolean identity, ControlPlaneCondition wanting, Cause cause) {
        return controlPlane(component -> component.isIdentity() == identity, wanting, cause);
    }

    Optional<Decision> controlPlane(Predicate<Component> which, ControlPlaneCondition wanting, Cause cause) {
        return controlPlane(which, wanting, cause, "its pods are not yet as they should be: " + cause.wanted());
    }

    private Optional<Decision> controlPlane(
            Predicate<Component> which, ControlPlaneCondition wanting, Cause cause, String why) {
        return restarts(pendingControlPlane(which, wanting).toList(), cause).next(why);
    }

    /** Whether a pod of a control-plane component is not yet as it should be. */
    @FunctionalInterface
    interface ControlPlaneCondition {
        boolean test(Component component, ControlPlanePod pod);
    }

    /** Kubelet may take a while to bring a changed ConfigMap into the volumes. */
    Optional<Decision> volumeLag() {
        return snapshot.bundle()
                .configMap()
                .map(TrustBundle.Written::changedAt)
                .flatMap(changedAt -> lag(changedAt, "every volume to show the new bundle"));
    }

    Optional<Decision> issuerLag() {
        return snapshot.issuer()
                .secret()
                .map(CredentialSecret::changedAt)
                .flatMap(changedAt -> lag(changedAt, "every volume to show the new issuer"));
    }

    /** A pod that starts before this could still get its leaf from a replica that has gone since. */
    Optional<Decision> issuersSettled() {
        return state.converged()
                .map(since -> since.plus(policy.margins().clockSkew()).plusSeconds(1))
                .filter(settled -> snapshot.now().isBefore(settled))
                .map(settled ->
                        Decision.waitUntil(settled, "the last replica with the old issuer to be gone for certain"));
    }

    private Optional<Decision> lag(Instant changedAt, String what) {
        Instant seen = policy.margins().seenBy(changedAt);
        return snapshot.now().isBefore(seen) ? Optional.of(Decision.waitUntil(seen, what)) : Optional.empty();
    }

    /** A restarted pod takes its anchors from the injector, so that must hand out what the bundle holds. */
    private Optional<Decision> injector() {
        if (snapshot.injector() instanceof InjectorHandout.NotAsked notAsked) {
            return Optional.of(
                    Decision.refuse("which anchors the injector hands out cannot be proved: " + notAsked.why()));
        }
        if (handsOutBundle()) {
            return Optional.empty();
        }
        String found = snapshot.injector() instanceof InjectorHandout.NotInjecting not
                ? "the injector does not inject: " + not.why()
                : "the injector does not hand out the new bundle yet";
        return Optional.of(snapshot.controlPlane()
                .component(ControlPlane.INJECTOR)
                .map(injector -> new Restarts.Pending(injector.workload(), true, false))
                .flatMap(
                        pending -> restarts(List.of(pending), Cause.LOAD_ANCHOR).next(found))
                .orElse(Decision.refuse(found)));
    }

    private boolean handsOutBundle() {
        return snapshot.injector() instanceof InjectorHandout.Answers answers
                && answers.agreeOn(snapshot.bundle().anchors());
    }

    /** A restarted workload that came up without proxies stops everything: the next one would as well. */
    private Optional<Decision> unmeshed(Cause cause) {
        return snapshot.dataPlane().unmeshed().stream()
                .filter(pods -> RestartMark.attempts(pods.restartedFor(), state.anchor(), cause) > 0)
                .findFirst()
                .map(pods ->
                        Decision.refuse(pods.pods() + " pods of " + pods.owner() + " came up without a proxy (such as "
                                + pods.example() + "); see that the injector runs, delete them, then rotate again"));
    }

    private Restarts restarts(List<Restarts.Pending> pending, Cause cause) {
        return new Restarts(pending, state.anchor(), cause, snapshot.now(), policy);
    }

    private Stream<Restarts.Pending> pendingDataPlane(Predicate<MeshedWorkload> which, Predicate<PodGroup> wanting) {
        return snapshot.dataPlane().workloads().stream().filter(which).map(workload -> pending(workload, wanting));
    }

    private Stream<Restarts.Pending> pendingControlPlane(Predicate<Component> which, ControlPlaneCondition wanting) {
        return snapshot.controlPlane().components().stream()
                .filter(which)
                .map(component -> pending(component, wanting));
    }

    private static Restarts.Pending pending(MeshedWorkload workload, Predicate<PodGroup> wanting) {
        return new Restarts.Pending(
                workload.workload(),
                workload.pods().stream().anyMatch(pods -> !pods.terminating() && wanting.test(pods)),
                workload.pods().stream().anyMatch(pods -> pods.terminating() && wanting.test(pods)));
    }

    private static Restarts.Pending pending(Component component, ControlPlaneCondition wanting) {
        return new Restarts.Pending(
                component.workload(),
                component.pods().stream().anyMatch(pod -> !pod.terminating() && wanting.test(component, pod)),
                component.pods().stream().anyMatch(pod -> pod.terminating() && wanting.test(component, pod)));
    }

    boolean isCounted(MeshedWorkload workload) {
        return state.isCounted(workload.workload().ref());
    }

    boolean lacksAnchor(PodGroup pods) {
        return state.needsAnchor(state.loaded(pods));
    }

    boolean lacksAnchor(Component component, ControlPlanePod pod) {
        return state.needsAnchor(state.loaded(pod));
    }

    private boolean refusesPeers(Component component, ControlPlanePod pod) {
        return state.refusesPeers(state.loaded(pod));
    }

    private boolean mayExceed(PodGroup pods) {
        return pods.loaded().mayExceed(snapshot.bundle().anchors());
    }

    private boolean mayExceed(Component component, ControlPlanePod pod) {
        return state.loaded(pod).mayExceed(snapshot.bundle().anchors());
    }

    /** The proxies of the control plane are in its manifests: no injector is asked for them. */
    private boolean restartsDataPlane(Decision decision) {
        return decision instanceof Decision.Act act
                && act.step() instanceof Step.Restart restart
                && snapshot.dataPlane().workloads().stream()
                        .map(MeshedWorkload::workload)
                        .anyMatch(restart.workloads()::contains);
    }

    @FunctionalInterface
    interface Stage {
        Optional<Decision> next();
    }

    /** The first stage that has something left to do. What the phase asked for must be in one of them. */
    static Decision firstOf(Stage... stages) {
        return Stream.of(stages)
                .flatMap(stage -> stage.next().stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a phase without anything left to do"));
    }
}
