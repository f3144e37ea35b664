package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.Installation;
import io.capstan.trust.Suspension;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What people tell Capstan by annotations on the anchor's Certificate; kubectl can write the same. */
public final class AnchorNotes {
    private final Api api;
    private final Target target;

    public AnchorNotes(KubernetesClient client, Installation installation) {
        this.api = new Api(client);
        this.target = Resource.CERTIFICATE.named(installation.trustNamespace(), installation.anchorCertificate());
    }

    /**
     * Pauses automatic rotation, in the place of a pause that stands already.
     *
     * @throws ClusterException if there is no such Certificate, or it may not be written
     */
    public Outcome pause(Suspension pause) {
        return write(present(), annotations -> {
            clear(annotations);
            put(annotations, Suspension.REASON, Optional.of(pause.reason()));
            put(annotations, Suspension.BY, Optional.of(pause.by()));
            put(annotations, Suspension.SINCE, pause.since().map(Instant::toString));
            put(annotations, Suspension.UNTIL, pause.until().map(Instant::toString));
        });
    }

    /**
     * Ends a pause, and clears away one that is over.
     *
     * @return empty if none is noted there: then nothing is written
     * @throws ClusterException if there is no such Certificate, or it may not be written
     */
    public Optional<Outcome> resume() {
        return Optional.of(present()).filter(AnchorNotes::isPaused).map(paused -> write(paused, AnchorNotes::clear));
    }

    private static boolean isPaused(KubeObject certificate) {
        return Suspension.ANNOTATIONS.stream()
                .anyMatch(
                        name -> certificate.metadata().path("annotations").has(CertificateResource.ANNOTATIONS + name));
    }

    private static void clear(ObjectNode annotations) {
        Suspension.ANNOTATIONS.forEach(name -> annotations.remove(CertificateResource.ANNOTATIONS + name));
    }

    private static void put(ObjectNode annotations, String name, Optional<String> value) {
        value.ifPresent(text -> annotations.put(CertificateResource.ANNOTATIONS + name, text));
    }

    private KubeObject present() {
        return api.find(target, Sieve.ALL)
                .orElseThrow(() -> new ClusterException(target + ": there is no such Certificate to note it on"));
    }

    private Outcome write(KubeObject present, Consumer<ObjectNode> change) {
        JsonNode before = present.metadata().path("annotations");
        ObjectNode after = before.isObject() ? before.deepCopy() : JsonNodeFactory.instance.objectNode();
        change.accept(after);
        JsonPatch patch = new JsonPatch()
                .test("/metadata/resourceVersion", present.resourceVersion())
                .put("/metadata/annotations", after);
        return Api.outcome(target, api.patch(target, patch.operations()));
    }
}
