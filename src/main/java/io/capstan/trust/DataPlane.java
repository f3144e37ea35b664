package io.capstan.trust;

import java.util.List;
import java.util.Optional;

/**
 * The meshed pods outside the control plane, counted by what owns them and what they hold; pods themselves are not kept.
 *
 * @param workloads in the order of their references
 * @param unmeshed pods that should have a proxy and have none
 */
public record DataPlane(List<MeshedWorkload> workloads, List<Unmeshed> unmeshed) {
    public DataPlane {
        workloads = List.copyOf(workloads);
        unmeshed = List.copyOf(unmeshed);
    }

    /** A workload with meshed pods. */
    public record MeshedWorkload(Workload workload, List<PodGroup> pods) {
        public MeshedWorkload {
            pods = List.copyOf(pods);
        }
    }

    /**
     * @param pods how many of {@code owner}'s; {@code example} names one
     * @param restartedFor the owner's {@code capstan.io/restarted-for}, if Capstan has restarted it
     */
    public record Unmeshed(ObjectRef owner, int pods, String example, Optional<RestartMark> restartedFor) {}

    /** What of it is in one namespace. */
    public DataPlane in(String namespace) {
        return new DataPlane(
                workloads.stream()
                        .filter(meshed -> meshed.workload().ref().namespace().equals(namespace))
                        .toList(),
                unmeshed.stream()
                        .filter(pods -> pods.owner().namespace().equals(namespace))
                        .toList());
    }
}
