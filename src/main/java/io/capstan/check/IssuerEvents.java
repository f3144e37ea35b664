package io.capstan.check;

import io.capstan.pki.Certificate;
import io.capstan.rotation.Advice;
import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.ControlPlane.ControlPlanePod;
import io.capstan.trust.CredentialSecret;
import io.capstan.trust.Linkerd.IssuerEvent;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.TrustState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What identity has said about its issuer. An Event that it skipped the issuer is worth much; that there is none proves
 * nothing, as Events are gone after an hour and none is sent when identity starts.
 */
final class IssuerEvents {
    /** How long the API server keeps an Event, unless it is told otherwise (kube-apiserver, --event-ttl). */
    private static final Duration EVENT_LIFE = Duration.ofHours(1);

    private IssuerEvents() {}

    static Verdict judge(Examination e) {
        ObjectRef identity = e.snapshot()
                .controlPlane()
                .identity()
                .map(component -> component.workload().ref())
                .orElseGet(
                        () -> new ObjectRef("Deployment", e.snapshot().linkerd().namespace(), "linkerd-identity"));
        return e.issuer().isEmpty()
                ? Verdict.skipped(identity, "there is no readable identity issuer to take up")
                : newest(e).map(event -> spoken(e, identity, event)).orElseGet(() -> unspoken(e, identity));
    }

    /** The newest Event about the issuer that the Secret holds now, by a replica that may still run. */
    private static Optional<IssuerEvent> newest(Examination e) {
        Instant since = issued(e);
        return e.snapshot().linkerd().issuerEvents().stream()
                .filter(event -> !event.lastSeen().isBefore(since))
                .filter(event ->
                        replicas(e).stream().anyMatch(pod -> pod.createdAt().isBefore(event.lastSeen())))
                .findFirst();
    }

    /** Since when identity can have spoken of the issuer that the Secret holds now. */
    private static Instant issued(Examination e) {
        return e.snapshot()
                .issuer()
                .secret()
                .map(CredentialSecret::changedAt)
                .map(changed -> e.issuer()
                        .map(Certificate::notBefore)
                        .filter(changed::isBefore)
                        .orElse(changed))
                .orElse(Instant.MAX);
    }

    private static List<ControlPlanePod> replicas(Examination e) {
        return e.snapshot().controlPlane().identity().map(Component::pods).orElse(List.of());
    }

    private static Verdict spoken(Examination e, ObjectRef identity, IssuerEvent event) {
        String said = event.reason() + " at " + event.lastSeen() + ": " + event.message();
        return switch (event.reason()) {
            case "IssuerUpdated" -> Verdict.ok(identity, said);
            case "IssuerUpdateSkipped" -> skipped(e, identity, said);
            case "IssuerValidationFailed" ->
                Verdict.critical(
                        identity,
                        said + ": identity issues nothing",
                        Advice.describe(e.snapshot().issuer().ref())
                                + "; the issuer in use has expired or is not valid under the anchors that identity has loaded");
            default -> Verdict.skipped(identity, "an unknown Event, " + said);
        };
    }

    /** While the anchor is being distributed, identity's refusal protects the proxies that have not loaded it yet. */
    private static Verdict skipped(Examination e, ObjectRef identity, String said) {
        String message =
                said + ": identity goes on with an earlier issuer, because it has not loaded the anchor of the new one";
        return e.isDistributing()
                ? Verdict.warning(
                        identity,
                        message + "; until every proxy has loaded that anchor, this protects them",
                        "do not restart identity by hand; capstan rotate restarts the workloads first and identity last")
                : Verdict.critical(
                        identity,
                        message + ", and it will expire",
                        "capstan rotate; or, once every proxy has loaded that anchor, " + Advice.restart(identity));
    }

    private static Verdict unspoken(Examination e, ObjectRef identity) {
        if (isMissed(e)) {
            return Verdict.warning(
                    identity,
                    "no Event says that identity has taken up the issuer of " + issued(e)
                            + ", and a replica is older than that: it may have missed the change (linkerd2#15109), and"
                            + " then every leaf ends with the earlier issuer",
                    "kubectl logs -n " + identity.namespace() + " -l linkerd.io/control-plane-component=identity"
                            + " -c identity --prefix | grep 'Updated identity issuer'; if a replica has no such line"
                            + " since then, " + Advice.restart(identity));
        }
        boolean cannotSkip = e.trust()
                .filter(TrustState::isIssuerUnderAnchor)
                .filter(state -> !replicas(e).isEmpty()
                        && replicas(e).stream()
                                .allMatch(pod -> state.loaded(pod).has(state.anchor())))
                .isPresent();
        return cannotSkip
                ? Verdict.ok(
                        identity, "every replica has loaded the anchor of the issuer, so none has a reason to skip it")
                : Verdict.skipped(
                        identity,
                        "no Event speaks of the present issuer (they are kept for an hour), and whether every replica has"
                                + " loaded its anchor is not known");
    }

    /** Whether somebody should have spoken by now, in words that would still be there. */
    private static boolean isMissed(Examination e) {
        Instant issued = issued(e);
        return e.policy().margins().seenBy(issued).isBefore(e.now())
                && e.now().isBefore(issued.plus(EVENT_LIFE))
                && replicas(e).stream().anyMatch(pod -> pod.createdAt().isBefore(issued));
    }
}
