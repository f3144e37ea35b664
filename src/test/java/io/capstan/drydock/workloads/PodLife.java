package io.capstan.drydock.workloads;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What has become of a pod by now: Pending, then running, then ready, by its age and its annotations. */
final class PodLife {
    private static final Duration READY = Duration.ofSeconds(2);

    private final Pod pod;
    private final Instant now;
    private final Instant startsAt;
    private final Instant readyAt;

    PodLife(Pod pod, Instant now) {
        this.pod = pod;
        this.now = now;
        Instant created = Instant.parse(pod.getMetadata().getCreationTimestamp());
        Duration readyAfter = Kubelet.seconds(Pods.annotation(pod, Kubelet.READY_AFTER), READY);
        this.startsAt = created.plus(readyAfter.dividedBy(2)).truncatedTo(ChronoUnit.SECONDS);
        this.readyAt = created.plus(readyAfter);
    }

    /** When the passing of time alone changes something, or never. */
    Instant nextChange() {
        if (startsAt.isAfter(now)) {
            return startsAt;
        }
        return readyAt.isAfter(now) ? readyAt : Instant.MAX;
    }

    PodStatus status() {
        PodStatus before = pod.getStatus();
        if (startsAt.isAfter(now)) {
            return before;
        }
        boolean completed = Pods.annotation(pod, Kubelet.COMPLETE).equals("true");
        boolean ready = isReady() && !completed;
        return new PodStatusBuilder(before)
                .withPhase(completed ? "Succeeded" : "Running")
                .withStartTime(Optional.ofNullable(before.getStartTime()).orElse(time(startsAt)))
                .withPodIP(address())
                .withContainerStatuses(
                        statuses(pod.getSpec().getContainers(), before.getContainerStatuses(), ready, completed))
                .withInitContainerStatuses(statuses(
                        pod.getSpec().getInitContainers(), before.getInitContainerStatuses(), ready, completed))
                .withConditions(
                        condition("PodScheduled", true),
                        condition("Initialized", true),
                        condition("ContainersReady", ready),
                        condition("Ready", ready))
                .build();
    }

    private boolean isReady() {
        boolean meshed = !Pods.label(pod, Kubelet.MESHED).isEmpty();
        return !readyAt.isAfter(now)
                && !crashes()
                && !Pods.annotation(pod, Kubelet.HOLD).equals("true")
                && (!meshed || Pods.annotation(pod, Kubelet.PROXY).equals("ready"));
    }

    private boolean crashes() {
        return !Pods.annotation(pod, Kubelet.CRASH).isEmpty();
    }

    private List<ContainerStatus> statuses(
            List<Container> containers, List<ContainerStatus> before, boolean ready, boolean completed) {
        return containers.stream()
                .map(container -> status(
                        container,
                        before.stream()
                                .filter(status -> status.getName().equals(container.getName()))
                                .findFirst(),
                        ready,
                        completed))
                .toList();
    }

    private ContainerStatus status(
            Container container, Optional<ContainerStatus> before, boolean ready, boolean completed) {
        boolean isInit = pod.getSpec().getInitContainers().contains(container);
        boolean sidecar = "Always".equals(container.getRestartPolicy());
        boolean over = completed || (isInit && !sidecar);
        Optional<ContainerState> state = before.map(ContainerStatus::getState);
        ContainerState next = over ? terminated(state) : crashes() ? waiting() : running(state);
        boolean crashedNow = next.getWaiting() != null
                && state.filter(s -> s.getWaiting() != null).isEmpty();
        int restarts = before.map(ContainerStatus::getRestartCount).orElse(0) + (crashedNow ? 1 : 0);
        return new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID("")
                .withRestartCount(restarts)
                .withStarted(next.getRunning() != null)
                .withReady(over ? isInit : ready)
                .withState(next)
                .build();
    }

    /** A container that runs goes on as it is; any other starts now. */
    private ContainerState running(Optional<ContainerState> before) {
        return before.filter(state -> state.getRunning() != null)
                .orElseGet(() -> new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(time(now))
                        .endRunning()
                        .build());
    }

    private ContainerState waiting() {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason("CrashLoopBackOff")
                .withMessage(Pods.annotation(pod, Kubelet.CRASH))
                .endWaiting()
                .build();
    }

    private ContainerState terminated(Optional<ContainerState> before) {
        return before.filter(state -> state.getTerminated() != null)
                .orElseGet(() -> new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(0)
                        .withReason("Completed")
                        .withFinishedAt(time(now))
                        .endTerminated()
                        .build());
    }

    private PodCondition condition(String type, boolean holds) {
        String value = holds ? "True" : "False";
        String since = pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals(type)
                        && condition.getStatus().equals(value))
                .map(PodCondition::getLastTransitionTime)
                .findFirst()
                .orElse(time(now));
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withLastTransitionTime(since)
                .build();
    }

    private String address() {
        int hash = pod.getMetadata().getUid().hashCode();
        return "10." + (hash >>> 16 & 255) + "." + (hash >>> 8 & 255) + "." + (hash & 255);
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
