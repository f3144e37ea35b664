package io.capstan.drydock.linkerd;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Events that one identity replica records on Deployment {@code linkerd-identity}: without its uid, and the same
 * one again with a higher count, as client-go's recorder does.
 */
final class DeploymentEvents {
    private final KubernetesClient client;
    private final String namespace;
    private final String replica;
    private final Map<String, String> nameByMessage = new HashMap<>();

    DeploymentEvents(KubernetesClient client, String namespace, String replica) {
        this.client = client;
        this.namespace = namespace;
        this.replica = replica;
    }

    void normal(String reason, String message, Instant now) {
        record("Normal", reason, message, now);
    }

    void warning(String reason, String message, Instant now) {
        record("Warning", reason, message, now);
    }

    private void record(String type, String reason, String message, Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        Optional<Event> earlier =
                Optional.ofNullable(nameByMessage.get(reason + message)).flatMap(this::find);
        if (earlier.isPresent()) {
            Event again = new EventBuilder(earlier.get())
                    .withCount(earlier.get().getCount() + 1)
                    .withLastTimestamp(time)
                    .build();
            client.v1().events().inNamespace(namespace).resource(again).update();
            return;
        }
        Event first = new EventBuilder()
                .withNewMetadata()
                .withName(name(now))
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Deployment")
                .withNamespace(namespace)
                .withName(Names.IDENTITY)
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withCount(1)
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withNewSource()
                .withComponent(Names.IDENTITY)
                .endSource()
                .withReportingComponent(Names.IDENTITY)
                .withReportingInstance("")
                .build();
        client.v1().events().inNamespace(namespace).resource(first).create();
        nameByMessage.put(reason + message, first.getMetadata().getName());
    }

    private Optional<Event> find(String name) {
        return Optional.ofNullable(
                client.v1().events().inNamespace(namespace).withName(name).get());
    }

    /** The Deployment's name and a number that differs between replicas and messages. */
    private String name(Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        long apart = Integer.toUnsignedLong((replica + nameByMessage.size()).hashCode()) % 1_000_000;
        return Names.IDENTITY + "." + Long.toHexString(nanos + apart);
    }
}
