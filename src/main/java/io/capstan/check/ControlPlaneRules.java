package io.capstan.check;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Listing;
import io.capstan.rotation.Advice;
import io.capstan.rotation.HardState;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Strategy;
import io.capstan.trust.ControlPlane;
import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.InjectorHandout;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Rollout;
import io.capstan.trust.TrustBundle;
import io.capstan.trust.TrustState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the control plane runs, has loaded the anchor, and hands it out. */
final class ControlPlaneRules {
    private static final int NAMED = 5;

    private ControlPlaneRules() {}

    static Verdict rolledOut(Examination e) {
        ControlPlane controlPlane = e.snapshot().controlPlane();
        ObjectRef namespace =
                ObjectRef.clusterScoped("Namespace", e.snapshot().linkerd().namespace());
        if (controlPlane.identity().isEmpty()) {
            return Verdict.critical(
                    namespace,
                    "has no Deployment labelled linkerd.io/control-plane-component=identity",
                    "name the control plane's namespace if it is another one; is Linkerd installed?");
        }
        String hint = "kubectl get pods -n " + namespace.name() + ", and kubectl logs of those that are not ready";
        Optional<TrustState> stuck = e.trust().filter(state -> !e.isSteady() && state.isIdentityStuck());
        if (stuck.isPresent()) {
            return Verdict.critical(
                    namespace,
                    HardState.stuck(stuck.get()),
                    HardState.putsIdentityFirst(stuck.get(), strategy(e))
                            ? "capstan rotate restarts it before all others"
                            : hint);
        }
        List<String> failed = standing(controlPlane, Rollout.Failed.class);
        List<String> inFlight = standing(controlPlane, Rollout.InFlight.class);
        if (!failed.isEmpty()) {
            return Verdict.critical(namespace, Listing.of(failed, NAMED), hint);
        }
        if (!inFlight.isEmpty()) {
            return e.isSteady()
                    ? Verdict.warning(namespace, Listing.of(inFlight, NAMED), hint)
                    : Verdict.info(namespace, Listing.of(inFlight, NAMED));
        }
        return Verdict.ok(
                namespace, Listing.count(controlPlane.components().size(), "component") + ", each rolled out");
    }

    /** Of the rotation that is under way, or that a person would begin. */
    private static Strategy strategy(Examination e) {
        return e.intent().map(Intent::strategy).orElse(Strategy.SEAMLESS);
    }

    private static List<String> standing(ControlPlane controlPlane, Class<? extends Rollout> kind) {
        return controlPlane.components().stream()
                .map(Component::workload)
                .filter(workload -> kind.isInstance(workload.rollout()))
                .map(workload -> workload.ref() + " is not rolled out: " + words(workload.rollout()))
                .toList();
    }

    private static String words(Rollout rollout) {
        if (rollout instanceof Rollout.Failed failed) {
            return failed.reason();
        }
        return rollout instanceof Rollout.InFlight inFlight ? inFlight.waitingFor() : "complete";
    }

    static Verdict bundle(Examination e) {
        ObjectRef namespace =
                ObjectRef.clusterScoped("Namespace", e.snapshot().linkerd().namespace());
        return e.withTrust(namespace, state -> {
            Stream<AnchorCount.Holder> pods = e.snapshot().controlPlane().components().stream()
                    .flatMap(component -> component.pods().stream()
                            .map(pod ->
                                    new AnchorCount.Holder(component.workload().ref(), 1, state.loaded(pod))));
            return AnchorCount.of(pods, state).judge(e, namespace, "control-plane pod");
        });
    }

    static Verdict injectorBundle(Examination e) {
        ObjectRef injector = e.snapshot()
                .controlPlane()
                .component(ControlPlane.INJECTOR)
                .map(component -> component.workload().ref())
                .orElseGet(() ->
                        new ObjectRef("Deployment", e.snapshot().linkerd().namespace(), "linkerd-proxy-injector"));
        InjectorHandout handout = e.snapshot().injector();
        if (handout instanceof InjectorHandout.NotAsked notAsked) {
            return Verdict.skipped(injector, "it was not asked by a dry run: " + notAsked.why());
        }
        if (handout instanceof InjectorHandout.NotInjecting notInjecting) {
            return Verdict.critical(
                    injector,
                    "it does not inject (" + notInjecting.why() + "): new pods are silently unmeshed",
                    Advice.describe(injector) + "; look at its webhook too: kubectl get mutatingwebhookconfigurations");
        }
        return handedOut(e, injector, (InjectorHandout.Answers) handout);
    }

    private static Verdict handedOut(Examination e, ObjectRef injector, InjectorHandout.Answers answers) {
        AnchorSet expected = e.bundle();
        if (answers.bundles().isEmpty()) {
            return Verdict.skipped(injector, "no dry run was answered");
        }
        if (answers.agreeOn(expected)) {
            return Verdict.ok(
                    injector,
                    Listing.count(answers.bundles().size(), "dry run") + " gave " + expected + ", as the bundle holds");
        }
        AnchorSet given = answers.bundles().stream()
                .filter(bundle -> !bundle.equals(expected))
                .findFirst()
                .orElse(AnchorSet.empty());
        String message = "a dry run gave " + given + ", expected " + expected + " as in "
                + e.snapshot().bundle().configMapRef();
        if (isWithinLag(e)) {
            return Verdict.info(injector, message + "; its volume is yet to show the change");
        }
        String hint = Advice.restart(injector);
        return e.anchor().filter(anchor -> !given.trusts(anchor)).isPresent()
                ? Verdict.critical(injector, message + ": new pods do not trust the present anchor", hint)
                : Verdict.warning(injector, message, hint);
    }

    private static boolean isWithinLag(Examination e) {
        return e.snapshot()
                .bundle()
                .configMap()
                .map(TrustBundle.Written::changedAt)
                .filter(changed -> e.now().isBefore(e.policy().margins().seenBy(changed)))
                .isPresent();
    }
}
