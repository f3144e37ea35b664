package io.capstan.e2e.mesh;

import io.capstan.drydock.api.Sight;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Looks anew each time. */
final class SightByRequests implements Sight {
    private final KubernetesClient client;
    private final AtomicLong looks = new AtomicLong();

    SightByRequests(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public <T extends HasMetadata> List<T> all(Class<T> kind) {
        return client.resources(kind).inAnyNamespace().list().getItems();
    }

    @Override
    public <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name) {
        return Optional.ofNullable(
                client.resources(kind).inNamespace(namespace).withName(name).get());
    }

    @Override
    public long version(Set<String> kinds) {
        return looks.incrementAndGet();
    }
}
