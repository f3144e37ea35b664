package io.capstan.trust;

import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.DataPlane.MeshedWorkload;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Everything that is looked at before anything is said or done, read once and never changed.
 *
 * @param now the API server's own time (its {@code Date} header, whole seconds), so that a wrong clock on the machine that
 *     runs Capstan decides nothing
 * @param anchor the trust anchor: cert-manager's Certificate and the Secret that it writes
 * @param previous the slot of the bundle that holds the anchors before this one
 * @param issuer the identity issuer: cert-manager's Certificate and the Secret that identity mounts
 */
public record Snapshot(
        Instant now,
        ManagedCertificate anchor,
        PreviousAnchors previous,
        TrustBundle bundle,
        ManagedCertificate issuer,
        Linkerd linkerd,
        ControlPlane controlPlane,
        InjectorHandout injector,
        DataPlane dataPlane,
        Sharing sharing) {

    /** Everything that a rotation may restart: the data plane, then the control plane. */
    public Stream<Workload> workloads() {
        return Stream.concat(
                dataPlane.workloads().stream().map(MeshedWorkload::workload),
                controlPlane.components().stream().map(Component::workload));
    }

    /** What people have written on the anchor's Certificate. */
    public Instructions instructions() {
        return Instructions.on(anchor);
    }

    /** This with no more of the data plane than what is in {@code namespace}: to be shown, not to decide upon. */
    public Snapshot withDataPlaneOf(String namespace) {
        return new Snapshot(
                now,
                anchor,
                previous,
                bundle,
                issuer,
                linkerd,
                controlPlane,
                injector,
                dataPlane.in(namespace),
                sharing);
    }
}
