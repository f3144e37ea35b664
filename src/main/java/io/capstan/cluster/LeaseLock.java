package io.capstan.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.trust.Installation;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The Lease that keeps a second runner off. Only {@code clock}'s own differences count, never another machine's time. */
public final class LeaseLock {
    private static final String NAME = "capstan";

    private final Api api;
    private final Target target;
    private final String identity;
    private final Duration life;
    private final Clock clock;

    /**
     * @param identity of this runner, as a person may look for it
     * @param life after which a lease that is not renewed may be taken
     */
    public LeaseLock(KubernetesClient client, Installation installation, String identity, Duration life, Clock clock) {
        this.api = new Api(client);
        this.target = Resource.LEASE.named(installation.ownNamespace(), NAME);
        this.identity = identity;
        this.life = life;
        this.clock = clock;
    }

    /**
     * Somebody else's lease. It is in force while {@code renewal} changes; a holder that died leaves it as it is.
     *
     * @param life as the holder promised to renew it
     */
    public record Held(String holder, String renewal, Duration life) {}

    /**
     * Takes the lease, or renews it.
     *
     * @param stale a lease of somebody else that has been seen unchanged for its whole life, and may be taken
     * @return who holds it, if that is somebody else
     */
    public Optional<Held> acquire(Optional<Held> stale) {
        Optional<KubeObject> found = api.find(target, Sieve.ALL);
        if (found.isEmpty()) {
            Answer created = api.create(Resource.LEASE.in(target.namespace()), lease("", 0));
            return Outcome.of(created, Resource.LEASE.in(target.namespace())) == Outcome.DONE
                    ? Optional.empty()
                    : api.find(target, Sieve.ALL).flatMap(this::heldByOther);
        }
        KubeObject lease = found.get();
        Optional<Held> other = heldByOther(lease);
        if (other.isPresent() && !other.equals(stale)) {
            return other;
        }
        int transitions = lease.spec().path("leaseTransitions").asInt() + (other.isPresent() ? 1 : 0);
        Answer answer = api.replace(target, lease(lease.resourceVersion(), transitions));
        return answer.isSuccess()
                ? Optional.empty()
                : api.find(target, Sieve.ALL).flatMap(this::heldByOther);
    }

    /** Gives the lease up, if it is still ours. */
    public void release() {
        api.find(target, Sieve.ALL)
                .filter(lease -> holder(lease).equals(identity))
                .ifPresent(lease -> {
                    ObjectNode free = lease(
                            lease.resourceVersion(),
                            lease.spec().path("leaseTransitions").asInt());
                    free.withObject("/spec").put("holderIdentity", "");
                    api.replace(target, free);
                });
    }

    private Optional<Held> heldByOther(KubeObject lease) {
        String holder = holder(lease);
        return holder.isEmpty() || holder.equals(identity)
                ? Optional.empty()
                : Optional.of(new Held(
                        holder,
                        lease.spec().path("renewTime").asText(),
                        Duration.ofSeconds(
                                lease.spec().path("leaseDurationSeconds").asLong())));
    }

    private static String holder(KubeObject lease) {
        return lease.spec().path("holderIdentity").asText();
    }

    private ObjectNode lease(String resourceVersion, int transitions) {
        ObjectNode lease = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = lease.put("apiVersion", "coordination.k8s.io/v1")
                .put("kind", "Lease")
                .putObject("metadata")
                .put("namespace", target.namespace())
                .put("name", target.name());
        if (!resourceVersion.isEmpty()) {
            metadata.put("resourceVersion", resourceVersion);
        }
        Instant now = clock.instant();
        lease.putObject("spec")
                .put("holderIdentity", identity)
                .put("leaseDurationSeconds", Math.max(1, life.toSeconds()))
                .put("acquireTime", micro(now))
                .put("renewTime", micro(now))
                .put("leaseTransitions", transitions);
        return lease;
    }

    /** Kubernetes' MicroTime: always six digits. */
    private static String micro(Instant instant) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }
}
