package io.capstan.drydock.linkerd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.drydock.Program;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The replicas of the proxy injector behind their Service: each hands out the bundle that it has mounted, read anew at
 * every admission. With no replica ready a pod comes up without a proxy, because the webhook's failure policy is
 * {@code Ignore}.
 */
public final class Injector {
    private final String controlPlaneNamespace;
    private final VolumeLag lag;
    private final Function<String, Map<String, String>> namespaceAnnotations;
    private final Map<String, MountedVolume<String>> replicas = new LinkedHashMap<>();
    private final AtomicInteger admissions = new AtomicInteger();
    // what an admission needs, so that it never waits for the program that mounts the volumes
    private volatile List<String> bundles = List.of();
    private volatile boolean away;

    Injector(String controlPlaneNamespace, VolumeLag lag, Function<String, Map<String, String>> namespaceAnnotations) {
        this.controlPlaneNamespace = controlPlaneNamespace;
        this.lag = lag;
        this.namespaceAnnotations = namespaceAnnotations;
    }

    /** Lets all pods through as they are, or ends that. */
    public void away(boolean isAway) {
        away = isAway;
    }

    /** The bundles that it hands out now, one for each replica that takes connections. */
    public List<String> handedOut() {
        return bundles;
    }

    /** What the webhook answers for a pod that is about to be created; each call goes to the next replica. */
    public ObjectNode inject(ObjectNode pod, String namespace) {
        List<String> mounted = bundles;
        if (away || mounted.isEmpty() || !Injection.isWanted(pod, namespaceAnnotations.apply(namespace))) {
            return pod;
        }
        String bundle = mounted.get(Math.floorMod(admissions.getAndIncrement(), mounted.size()));
        return new Injection(controlPlaneNamespace, bundle).apply(pod, namespace);
    }

    /** Tells which replicas there are and what the bundle's ConfigMap holds; returns when one swaps its files. */
    Instant sync(List<MeshedPod> pods, Optional<String> bundle, Instant now) {
        replicas.keySet().retainAll(pods.stream().map(MeshedPod::uid).toList());
        List<String> mounted = new ArrayList<>();
        Instant next = Program.NEVER;
        for (MeshedPod pod : pods) {
            MountedVolume<String> volume = replicas.computeIfAbsent(
                    pod.uid(), uid -> new MountedVolume<>(lag.of(uid, "linkerd-identity-trust-roots")));
            volume.sync(bundle, now);
            if (pod.takesConnections()) {
                volume.files().ifPresent(mounted::add);
            }
            next = volume.swap().isBefore(next) ? volume.swap() : next;
        }
        bundles = List.copyOf(mounted);
        return next;
    }
}
