package io.capstan.cluster;

import static io.capstan.cluster.Concurrently.resultOf;

import io.capstan.setup.Blueprint;
import io.capstan.setup.Found;
import io.capstan.setup.Found.Programs;
import io.capstan.setup.Piece;
import io.capstan.trust.Installation;
import io.capstan.trust.ObjectRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what of a set-up is there already. */
public final class SetupObserver {
    private final Api api;
    private final Observer observer;
    private final SetupWriter writer;
    private final Installation installation;

    public SetupObserver(KubernetesClient client, Installation installation) {
        this.api = new Api(client);
        this.observer = new Observer(client, installation);
        this.writer = new SetupWriter(client);
        this.installation = installation;
    }

    /** @throws ClusterException if something may not be read, or the API server does not answer */
    public Found look() {
        ObjectRef trustNamespace = ObjectRef.clusterScoped("Namespace", installation.trustNamespace());
        try (Concurrently reads = new Concurrently()) {
            // before the snapshot: what is created in between is then missing here, and creating it again does no harm
            Map<ObjectRef, CompletableFuture<Boolean>> exists = new LinkedHashMap<>();
            Stream.concat(Stream.of(trustNamespace), Blueprint.refs(installation))
                    .forEach(ref -> exists.put(ref, reads.start(() -> exists(ref))));
            CompletableFuture<Boolean> certManager = reads.start(() -> isServed(Resource.CERTIFICATE));
            CompletableFuture<Boolean> trustManager = reads.start(() -> isServed(Resource.BUNDLE));
            return reads.together(() -> found(trustNamespace, exists, certManager, trustManager));
        }
    }

    private Found found(
            ObjectRef trustNamespace,
            Map<ObjectRef, CompletableFuture<Boolean>> exists,
            CompletableFuture<Boolean> certManager,
            CompletableFuture<Boolean> trustManager) {
        Set<ObjectRef> present = exists.entrySet().stream()
                .filter(entry -> resultOf(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        boolean canAsk = resultOf(certManager) && present.contains(trustNamespace);
        Programs programs = new Programs(resultOf(certManager), resultOf(trustManager), canAsk && canDisableRenewal());
        return new Found(observer.observe(), present, programs);
    }

    private boolean exists(ObjectRef ref) {
        return api.find(SetupWriter.target(ref), Sieve.SECRET).isPresent();
    }

    private boolean isServed(Resource resource) {
        return api.find("/apis/" + resource.apiVersion()).isPresent();
    }

    /** Asked by a dry run, since that takes no right that the set-up does not need anyway. */
    private boolean canDisableRenewal() {
        Piece anchor = Blueprint.anchorRenewedByCapstanAlone(installation);
        return writer.isUnderstood(anchor);
    }
}
