package io.capstan.drydock.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.drydock.api.TypedObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The templates that a StatefulSet or DaemonSet has had, kept as ControllerRevisions. */
final class Revisions {
    static final String LABEL = "controller-revision-hash";

    private final TypedObjects objects;
    private final HasMetadata owner;
    private final List<ControllerRevision> present;

    Revisions(TypedObjects objects, HasMetadata owner, Cluster cluster) {
        this.objects = objects;
        this.owner = owner;
        this.present = cluster.revisionsOf(owner);
    }

    /** Keeps this template, if it is new, and gives its revision's name. */
    String keep(PodTemplateSpec template) {
        String name = owner.getMetadata().getName() + "-" + TemplateHash.of(template);
        if (find(name).isEmpty()) {
            ControllerRevision revision = new ControllerRevisionBuilder()
                    .withMetadata(new ObjectMetaBuilder()
                            .withName(name)
                            .withNamespace(owner.getMetadata().getNamespace())
                            .withOwnerReferences(Pods.controlledBy(owner))
                            .build())
                    .withRevision(newest() + 1)
                    .withData(Map.of("spec", Map.of("template", template)))
                    .build();
            objects.create(revision);
        }
        return name;
    }

    /** The template of a revision, or the given one where it is not kept. */
    PodTemplateSpec template(String revision, PodTemplateSpec otherwise) {
        return find(revision)
                .map(kept -> Serialization.asJson(kept.getData()))
                .map(json -> Serialization.unmarshal(json, JsonNode.class).at("/spec/template"))
                .map(template -> Serialization.unmarshal(template.toString(), PodTemplateSpec.class))
                .orElse(otherwise);
    }

    private Optional<ControllerRevision> find(String name) {
        return present.stream()
                .filter(revision -> revision.getMetadata().getName().equals(name))
                .findFirst();
    }

    private long newest() {
        return present.stream().mapToLong(ControllerRevision::getRevision).max().orElse(0);
    }
}
