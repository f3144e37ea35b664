package io.capstan.drydock.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a program sees of the cluster's objects, of the kinds that are built in. They are not to be changed by it. */
public interface Sight {
    <T extends HasMetadata> List<T> all(Class<T> kind);

    <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name);

    /**
     * Another number whenever something of these kinds may have changed.
     *
     * @param kinds by their plural
     */
    long version(Set<String> kinds);
}
