package io.capstan.drydock.workloads;

import io.capstan.drydock.Program;
import io.capstan.drydock.api.TypedObjects;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The scheduler and every node's kubelet: gives pods a node, starts them, makes them ready and ends them. Where there
 * are no Nodes, pods run all the same. How a pod behaves is up to its annotations:
 *
 * <table>
 * <caption>Annotations</caption>
 * <tr><td>{@value #READY_AFTER}</td><td>how long after its creation a pod is ready, such as {@code 5s}; else 2 s</td></tr>
 * <tr><td>{@value #STOPS_AFTER}</td><td>how long it takes to end; else 1 s, and never longer than its grace</td></tr>
 * <tr><td>{@value #HOLD}</td><td>{@code true}: it never becomes ready</td></tr>
 * <tr><td>{@value #CRASH}</td><td>its containers wait in CrashLoopBackOff with this message</td></tr>
 * <tr><td>{@value #COMPLETE}</td><td>{@code true}: it ends well, as the pod of a Job does</td></tr>
 * <tr><td>{@value #PROXY}</td><td>{@code ready}: its proxy has a leaf. Pods labelled {@value #MESHED} wait for it</td></tr>
 * </table>
 */
public final class Kubelet implements Program {
    public static final String READY_AFTER = "drydock.capstan.io/ready-after";
    public static final String STOPS_AFTER = "drydock.capstan.io/stops-after";
    public static final String HOLD = "drydock.capstan.io/hold";
    public static final String CRASH = "drydock.capstan.io/crash";
    public static final String COMPLETE = "drydock.capstan.io/complete";
    public static final String PROXY = "drydock.capstan.io/proxy";
    static final String MESHED = "linkerd.io/control-plane-ns";

    private static final Duration STOP = Duration.ofSeconds(1);

    private final TypedObjects objects;
    private final Looks<Pod> looks = new Looks<>();

    public Kubelet(TypedObjects objects) {
        this.objects = objects;
    }

    @Override
    public Instant turn(Instant now) {
        List<Node> nodes = objects.all(Node.class);
        return looks.at(objects.all(Pod.class), pod -> nodes, now, pod -> care(pod, nodes, now));
    }

    @Override
    public Set<String> watched() {
        return Set.of("nodes", "pods");
    }

    @Override
    public String toString() {
        return "the kubelet";
    }

    private Instant care(Pod pod, List<Node> nodes, Instant now) {
        if (Pods.isTerminating(pod)) {
            return end(pod, now);
        }
        if (Pods.isOver(pod)) {
            return NEVER;
        }
        if (!nodes.isEmpty() && pod.getSpec().getNodeName() == null) {
            bind(pod, nodes);
            return NEVER;
        }
        PodLife life = new PodLife(pod, now);
        PodStatus status = life.status();
        if (!status.equals(pod.getStatus())) {
            objects.updateStatus(pod, status);
        }
        return life.nextChange();
    }

    private Instant end(Pod pod, Instant now) {
        Duration grace = Duration.ofSeconds(pod.getMetadata().getDeletionGracePeriodSeconds());
        Duration wanted = seconds(Pods.annotation(pod, STOPS_AFTER), STOP);
        Duration takes = wanted.compareTo(grace) < 0 ? wanted : grace;
        Instant gone = Instant.parse(pod.getMetadata().getDeletionTimestamp())
                .minus(grace)
                .plus(takes);
        if (gone.isAfter(now)) {
            return gone;
        }
        objects.deleteWithoutGrace(pod);
        return NEVER;
    }

    private void bind(Pod pod, List<Node> nodes) {
        // Any spread will do, as long as a pod always gets the same node.
        int index = Math.floorMod(pod.getMetadata().getUid().hashCode(), nodes.size());
        objects.bind(pod, nodes.get(index).getMetadata().getName());
    }

    /** Reads {@code 5s}; empty gives the other. */
    static Duration seconds(String text, Duration otherwise) {
        return text.isEmpty() ? otherwise : Duration.parse("PT" + text);
    }
}
