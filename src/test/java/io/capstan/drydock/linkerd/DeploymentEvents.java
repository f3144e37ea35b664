package io.capstan.drydock.linkerd;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Events that one identity replica records on Deployment {@code linkerd-identity}: without its uid, and the same
 * one again with a higher count, as client-go's recorder does. Like that recorder it drops what goes beyond 25 at a time
 * and one more every five minutes (client-go, tools/record/events_cache.go).
 */
final class DeploymentEvents {
    private final KubernetesClient client;
    private final String namespace;
    private final String replica;
    private static final int BURST = 25;
    private static final Duration REFILL = Duration.ofMinutes(5);

    private final Map<String, String> nameByMessage = new HashMap<>();

    private double allowed = BURST;
    private Instant counted = Instant.EPOCH;

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
        if (!isAllowed(now)) {
            return;
        }
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

    private boolean isAllowed(Instant now) {
        double refilled = (double) Duration.between(counted, now).toMillis() / REFILL.toMillis();
        allowed = Math.min(BURST, allowed + refilled);
        counted = now;
        if (allowed < 1) {
            return false;
        }
        allowed--;
        return true;
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
