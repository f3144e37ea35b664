package io.capstan.cli;

import io.capstan.config.Nearest;
import io.capstan.trust.ControlPlane.Component;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.DataPlane.Unmeshed;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Snapshot;
import io.capstan.trust.Workload;
import io.capstan.window.Quoted;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code --leave} may name. */
final class LeftWorkloads {
    private LeftWorkloads() {}

    /** @throws WrongUsageException if something of {@code named} is no workload of the mesh */
    static void requireThere(Collection<ObjectRef> named, Snapshot snapshot) {
        List<ObjectRef> there = there(snapshot);
        named.stream().filter(ref -> !there.contains(ref)).findFirst().ifPresent(ref -> {
            throw new WrongUsageException(
                    "--leave is " + Quoted.of(ref.slashed()) + "; the mesh has no such workload" + meant(ref, there));
        });
    }

    private static List<ObjectRef> there(Snapshot snapshot) {
        return Stream.of(
                        snapshot.dataPlane().workloads().stream()
                                .map(MeshedWorkload::workload)
                                .map(Workload::ref),
                        snapshot.dataPlane().unmeshed().stream().map(Unmeshed::owner),
                        snapshot.controlPlane().components().stream()
                                .map(Component::workload)
                                .map(Workload::ref))
                .flatMap(refs -> refs)
                .toList();
    }

    /** By the name alone: what all workloads of a namespace have in common makes none of them the nearest. */
    private static String meant(ObjectRef ref, List<ObjectRef> there) {
        List<ObjectRef> beside = there.stream()
                .filter(other -> other.namespace().equals(ref.namespace()))
                .toList();
        return Nearest.to(ref.name(), beside.stream().map(ObjectRef::name).collect(Collectors.toSet())).stream()
                .flatMap(name -> beside.stream().filter(other -> other.name().equals(name)))
                .findFirst()
                .map(other -> "; did you mean " + other.slashed() + "?")
                .orElse("");
    }
}
