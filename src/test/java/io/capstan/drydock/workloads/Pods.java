package io.capstan.drydock.workloads;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How controllers look at pods, and how they make them. */
final class Pods {
    private Pods() {}

    static boolean isTerminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    static boolean isOver(Pod pod) {
        return List.of("Succeeded", "Failed").contains(phase(pod));
    }

    static boolean isReady(Pod pod) {
        return readySince(pod).isPresent();
    }

    /** Ready for as long as its owner asks, and not on its way out. */
    static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
        return !isTerminating(pod)
                && readySince(pod)
                        .filter(since -> !since.plusSeconds(minReadySeconds).isAfter(now))
                        .isPresent();
    }

    /** When the next of these ready pods becomes available, or never. */
    static Instant nextAvailable(List<Pod> pods, int minReadySeconds, Instant now) {
        return pods.stream()
                .filter(pod -> !isTerminating(pod))
                .flatMap(pod -> readySince(pod).stream())
                .map(since -> since.plus(Duration.ofSeconds(minReadySeconds)))
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    static List<Pod> staying(List<Pod> pods) {
        return pods.stream().filter(pod -> !isTerminating(pod)).toList();
    }

    static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }

    static String label(HasMetadata object, String name) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(name, "");
    }

    static String annotation(HasMetadata object, String name) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(name, "");
    }

    /** A pod from a template, controlled by its owner; it still needs a name. */
    static PodBuilder from(PodTemplateSpec template, HasMetadata owner, Map<String, String> moreLabels) {
        ObjectMeta metadata = template.getMetadata() == null ? new ObjectMeta() : template.getMetadata();
        Map<String, String> labels = new HashMap<>(metadata.getLabels() == null ? Map.of() : metadata.getLabels());
        labels.putAll(moreLabels);
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(owner.getMetadata().getNamespace())
                .withLabels(labels)
                .withAnnotations(metadata.getAnnotations())
                .withOwnerReferences(controlledBy(owner))
                .endMetadata()
                .withSpec(new PodSpecBuilder(template.getSpec()).build());
    }

    static OwnerReference controlledBy(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    private static Optional<Instant> readySince(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"))
                .map(PodCondition::getLastTransitionTime)
                .map(Instant::parse)
                .findFirst();
    }
}
