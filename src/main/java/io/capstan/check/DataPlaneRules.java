package io.capstan.check;

import io.capstan.pki.Listing;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.DataPlane.Unmeshed;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Restart;
import io.capstan.trust.Workload;
import java.util.List;

/** Whether the proxies trust the anchor, and can be restarted to trust another one. */
final class DataPlaneRules {
    private static final int NAMED = 5;

    private DataPlaneRules() {}

    static Verdict trustAnchor(Examination e) {
        ObjectRef mesh = mesh(e);
        return e.withTrust(
                mesh,
                state -> AnchorCount.of(
                                e.snapshot().dataPlane().workloads().stream()
                                        .flatMap(workload -> workload.pods().stream()
                                                .map(pods -> new AnchorCount.Holder(
                                                        workload.workload().ref(), pods.count(), state.loaded(pods)))),
                                state)
                        .judge(e, mesh, "meshed pod"));
    }

    static Verdict unmeshed(Examination e) {
        List<Unmeshed> unmeshed = e.snapshot().dataPlane().unmeshed();
        if (unmeshed.isEmpty()) {
            return Verdict.ok(mesh(e), "no pod lacks the proxy that it should have");
        }
        int pods = unmeshed.stream().mapToInt(Unmeshed::pods).sum();
        return Verdict.warning(
                mesh(e),
                Listing.count(pods, "pod") + " should have a proxy and " + (pods == 1 ? "has" : "have")
                        + " none, so there is no mTLS: "
                        + Listing.of(
                                unmeshed.stream()
                                        .map(owner -> owner.owner() + " (" + owner.pods() + ", such as "
                                                + owner.example() + ")")
                                        .toList(),
                                NAMED),
                "restart them once injector-bundle is well; a pod that is created while the injector is down comes up"
                        + " without a proxy");
    }

    static Verdict restartable(Examination e) {
        List<Workload> workloads = e.snapshot().dataPlane().workloads().stream()
                .map(MeshedWorkload::workload)
                .toList();
        List<Workload> impossible = workloads.stream()
                .filter(workload -> workload.restart() instanceof Restart.Impossible)
                .toList();
        if (!impossible.isEmpty()) {
            return Verdict.warning(
                    mesh(e),
                    Listing.count(impossible.size(), "workload") + " cannot be restarted and "
                            + (impossible.size() == 1 ? "stands" : "stand") + " in the way of a rotation: "
                            + Listing.of(
                                    impossible.stream()
                                            .map(workload -> workload.ref() + ", " + why(workload.restart()))
                                            .toList(),
                                    NAMED),
                    Listing.of(
                                    impossible.stream()
                                            .map(workload -> hint(workload.restart()))
                                            .distinct()
                                            .toList(),
                                    NAMED)
                            + "; or give them up with --leave KIND/NAMESPACE/NAME: then they lose mTLS until they restart");
        }
        List<String> ending = workloads.stream()
                .filter(workload -> workload.restart() instanceof Restart.EndsByItself)
                .map(workload -> workload.ref() + ", " + why(workload.restart()))
                .toList();
        return ending.isEmpty()
                ? Verdict.ok(mesh(e), Listing.count(workloads.size(), "workload") + ", each can be restarted")
                : Verdict.info(
                        mesh(e),
                        "a rotation would wait for " + Listing.count(ending.size(), "workload") + " to end: "
                                + Listing.of(ending, NAMED));
    }

    private static String why(Restart restart) {
        if (restart instanceof Restart.Impossible impossible) {
            return impossible.why();
        }
        return restart instanceof Restart.EndsByItself ends ? ends.why() : "";
    }

    private static String hint(Restart restart) {
        return restart instanceof Restart.Impossible impossible ? impossible.hint() : "";
    }

    /** The data plane has no object of its own: it is the mesh of this control plane, or what of it is looked at. */
    private static ObjectRef mesh(Examination e) {
        return e.namespace()
                .map(namespace -> ObjectRef.clusterScoped("Namespace", namespace))
                .orElseGet(() ->
                        ObjectRef.clusterScoped("Mesh", e.snapshot().linkerd().namespace()));
    }
}
