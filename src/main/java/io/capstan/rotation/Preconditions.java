package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.InjectorHandout;
import io.capstan.trust.Restart;
import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustBundle.Source.Role;
import io.capstan.trust.TrustState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must hold before the anchor is renewed: after that there is no way back, only forward. */
final class Preconditions {
    /** Without these a new anchor would not get to the proxies at all. */
    private static final List<Rule> OF_ANY = List.of(
            Preconditions::anchorIsKeptByCertManager,
            Preconditions::issuerIsKeptByCertManager,
            Preconditions::renewalMakesANewKey,
            Preconditions::linkerdLeavesTheBundleAlone,
            Preconditions::bundleHasBothSources,
            Preconditions::bundleIsSynced,
            Preconditions::bundleHasNoRival,
            Preconditions::previousSlotIsReadable);

    private static final List<Rule> OF_ROTATION = List.of(
            Preconditions::nobodyElseTrustsTheAnchor,
            Preconditions::nothingHasExpired,
            Preconditions::controlPlaneIsHealthy,
            Preconditions::injectorCanBeProved,
            Preconditions::everyWorkloadCanBeRestarted,
            Preconditions::noPodIsUnmeshed,
            Preconditions::restartsFitBeforeTheIssuerIsRenewed,
            Preconditions::restartsFitTheMaintenanceWindows,
            Preconditions::oldAnchorOutlivesTheRotation);

    private Preconditions() {}

    /** One precondition: what is wrong and what to change, if it does not hold. */
    private interface Rule {
        Stream<String> violations(Before before);
    }

    private record Before(Snapshot snapshot, TrustState state, Intent intent, Policy policy) {}

    /** Every reason against renewing the anchor now; none if it may be done. */
    static List<String> violations(Snapshot snapshot, TrustState state, Intent intent, Policy policy) {
        Before before = new Before(snapshot, state, intent, policy);
        return Stream.of(OF_ANY, OF_ROTATION)
                .flatMap(List::stream)
                .flatMap(rule -> rule.violations(before))
                .toList();
    }

    /** The same where the anchor or the issuer has expired: nothing is left that the others would protect. */
    static List<String> ofRecovery(Snapshot snapshot, TrustState state, Intent intent, Policy policy) {
        Before before = new Before(snapshot, state, intent, policy);
        return OF_ANY.stream().flatMap(rule -> rule.violations(before)).toList();
    }

    private static Stream<String> anchorIsKeptByCertManager(Before b) {
        return unless(
                b.snapshot.anchor().resource().isPresent(),
                "there is no " + b.snapshot.anchor().ref()
                        + ": the anchor's key is kept elsewhere, so Capstan cannot renew it; replace the anchor where its key is");
    }

    private static Stream<String> issuerIsKeptByCertManager(Before b) {
        return unless(
                b.snapshot.issuer().resource().isPresent(),
                "there is no " + b.snapshot.issuer().ref()
                        + ": the identity issuer is not renewed by cert-manager; create the Certificate first");
    }

    private static Stream<String> renewalMakesANewKey(Before b) {
        return b.snapshot.anchor().resource().stream()
                .filter(anchor -> !anchor.rotatesKey())
                .map(anchor -> b.snapshot.anchor().ref() + " has spec.privateKey.rotationPolicy "
                        + (anchor.rotationPolicy().isEmpty() ? "unset" : anchor.rotationPolicy())
                        + ": a renewal would keep the old key; set it to Always");
    }

    private static Stream<String> linkerdLeavesTheBundleAlone(Before b) {
        return b.snapshot
                .linkerd()
                .config()
                .map(
                        config -> unless(
                                config.externalCa(),
                                "identity.externalCA is false: Helm owns ConfigMap "
                                        + b.snapshot.linkerd().namespace()
                                        + "/linkerd-identity-trust-roots and would revert it; upgrade Linkerd with identity.externalCA=true"))
                .orElse(
                        Stream.of(
                                "there is no readable ConfigMap "
                                        + b.snapshot.linkerd().namespace()
                                        + "/linkerd-config, so nobody can tell whether identity.externalCA is true; is Linkerd installed there?"));
    }

    private static Stream<String> bundleHasBothSources(Before b) {
        return Stream.of(Role.ANCHOR, Role.PREVIOUS)
                .filter(role -> !b.snapshot.bundle().hasSource(role))
                .map(role -> b.snapshot.bundle().ref() + " has no source for "
                        + (role == Role.ANCHOR
                                ? "the anchor (" + b.snapshot.anchor().secretRef() + ")"
                                : "the previous anchor ("
                                        + b.snapshot.previous().ref() + ")")
                        + "; add it, or a rotation would drop an anchor that is in use");
    }

    private static Stream<String> bundleIsSynced(Before b) {
        return b.snapshot.bundle().resource().stream()
                .filter(bundle -> !bundle.synced())
                .map(bundle -> b.snapshot.bundle().ref() + " is not synced (" + bundle.reason() + ": "
                        + bundle.message() + "); mend it first: "
                        + Advice.describe(b.snapshot.bundle().ref()));
    }

    private static Stream<String> bundleHasNoRival(Before b) {
        return b.snapshot.bundle().rivals().stream()
                .map(rival ->
                        rival + " writes " + b.snapshot.bundle().configMapRef() + " as well; remove one of the two");
    }

    private static Stream<String> previousSlotIsReadable(Before b) {
        return b.snapshot.previous().content().stream()
                .flatMap(content -> content.defect().stream())
                .map(defect -> b.snapshot.previous().ref() + " key "
                        + b.snapshot.previous().key() + " " + defect + "; copy the current anchor's certificate there");
    }

    private static Stream<String> nobodyElseTrustsTheAnchor(Before b) {
        boolean vouched = b.intent.asked().anchorNotShared();
        return Stream.concat(b.snapshot.sharing().links().stream(), b.snapshot.sharing().externalWorkloads().stream())
                .limit(vouched ? 0 : 3)
                .map(other -> other + " suggests that others trust this anchor too, and would not trust the new one;"
                        + " add the new anchor there first, or vouch with --anchor-not-shared that they do not");
    }

    private static Stream<String> nothingHasExpired(Before b) {
        return Stream.of(b.snapshot.anchor(), b.snapshot.issuer())
                .flatMap(managed -> managed.certificate().stream()
                        .filter(certificate -> certificate.notAfter().isBefore(b.snapshot.now()))
                        .map(certificate -> managed.secretRef() + " expired at " + certificate.notAfter()
                                + ": downtime cannot be avoided any more; rotate --strategy recover ends it"));
    }

    private static Stream<String> controlPlaneIsHealthy(Before b) {
        if (b.snapshot.controlPlane().identity().isEmpty()) {
            return Stream.of("there is no Deployment " + b.snapshot.linkerd().namespace()
                    + "/linkerd-identity; is Linkerd installed there?");
        }
        return b.snapshot.controlPlane().components().stream()
                .filter(component -> !component.workload().rollout().isComplete())
                .map(component -> component.workload().ref() + " is not rolled out ("
                        + Restarts.standing(component.workload().rollout()) + "); mend it first: "
                        + Advice.describe(component.workload().ref()));
    }

    private static Stream<String> injectorCanBeProved(Before b) {
        if (b.snapshot.dataPlane().workloads().isEmpty()) {
            return Stream.empty();
        }
        if (b.snapshot.injector() instanceof InjectorHandout.NotAsked notAsked) {
            return Stream.of("which anchors the injector hands out cannot be proved: " + notAsked.why());
        }
        return b.snapshot.injector() instanceof InjectorHandout.NotInjecting not
                ? Stream.of("the injector does not inject (" + not.why()
                        + "): restarted pods would be unmeshed; mend it first: capstan check says how")
                : Stream.empty();
    }

    private static Stream<String> everyWorkloadCanBeRestarted(Before b) {
        return b.snapshot.dataPlane().workloads().stream()
                .map(MeshedWorkload::workload)
                .filter(workload -> !b.intent.left().contains(workload.ref()))
                .filter(workload -> workload.restart() instanceof Restart.Impossible)
                .map(workload -> Restarts.blocked(workload, (Restart.Impossible) workload.restart()));
    }

    private static Stream<String> noPodIsUnmeshed(Before b) {
        return b.snapshot.dataPlane().unmeshed().stream()
                .filter(pods -> !b.intent.left().contains(pods.owner()))
                .map(pods ->
                        pods.owner() + " has " + pods.pods() + " pods without the proxy that they should have (such as "
                                + pods.example()
                                + "): the injector was away when they came up; delete them, or give the workload up"
                                + " with --leave " + pods.owner().slashed());
    }

    private static Stream<String> restartsFitBeforeTheIssuerIsRenewed(Before b) {
        Race race = Race.of(b.snapshot, b.policy);
        return unless(
                race.isWon() || race.isWonAfterRenewal(),
                race.text() + ": restart more at once (--parallelism), or give "
                        + b.snapshot.issuer().ref()
                        + " a longer life (changing spec.duration issues it again at once)");
    }

    private static Stream<String> restartsFitTheMaintenanceWindows(Before b) {
        if (b.policy.schedule().windows().isAlways()) {
            return Stream.empty();
        }
        Fit present = Fit.now(b.snapshot, b.policy);
        boolean startsNow = b.policy.schedule().windows().at(b.snapshot.now()).isPresent() && present.fits();
        Optional<Fit> later = Fit.later(b.snapshot, b.policy);
        boolean fits = startsNow || later.isPresent() || WindowGate.startsForDeadline(b.state, b.policy, later);
        return unless(
                fits,
                "the maintenance windows are too short or too few: " + present.text()
                        + "; make a window longer (capstan.windows[].window-duration), restart more at once (capstan.parallelism)"
                        + ", set capstan.hold-issuer=true (cert-manager 1.21), or give "
                        + b.snapshot.issuer().ref()
                        + " a longer life (changing spec.duration issues it again at once)");
    }

    private static Stream<String> oldAnchorOutlivesTheRotation(Before b) {
        Certificate old = b.state.anchor();
        Instant end = b.snapshot.now().plus(expected(b));
        return unless(
                old.notAfter().isAfter(end) || old.notAfter().isBefore(b.snapshot.now()),
                "the old anchor expires at " + old.notAfter() + ", before the rotation can be over (" + end + ")"
                        + (b.intent.strategy() == Strategy.SEAMLESS ? "; --strategy prompt is shorter" : ""));
    }

    private static Duration expected(Before b) {
        return PlannedSteps.expectedDuration(b.snapshot, b.intent, b.policy);
    }

    private static Stream<String> unless(boolean holds, String violation) {
        return holds ? Stream.empty() : Stream.of(violation);
    }
}
