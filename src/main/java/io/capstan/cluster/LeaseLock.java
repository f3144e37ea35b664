package io.capstan.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.trust.Installation;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The Lease {@code capstan}: whoever holds it is the only one that acts. It guards against a second runner by mistake; what
 * keeps the cluster safe is that every write is conditional.
 */
public final class LeaseLock {
    public static final String NAME = "capstan";

    /** Whoever is stopped has half a minute in Kubernetes, and needs two requests to let go. */
    private static final Duration PATIENCE_OF_RELEASE = Duration.ofSeconds(4);

    private final Api api;
    private final Api atTheEnd;
    private final Target target;
    private final String identity;
    private final Duration life;
    private final Clock clock;

    /**
     * @param identity who we are; no two runners may share one
     * @param life how long after its last renewal the Lease is still held; renew it several times within
     * @param clock should go as the API server's does: what others wrote is compared with it
     */
    public LeaseLock(KubernetesClient client, Installation installation, String identity, Duration life, Clock clock) {
        this.api = new Api(client);
        this.atTheEnd = new Api(client, PATIENCE_OF_RELEASE);
        this.target = Resource.LEASE.named(installation.ownNamespace(), NAME);
        this.identity = identity;
        this.life = life;
        this.clock = clock;
    }

    /**
     * Who holds the Lease.
     *
     * @param renewedAt when it last said so
     */
    public record Holder(String identity, Instant renewedAt) {}

    private record Seen(KubeObject lease, Optional<Holder> otherHolder) {}

    /**
     * Takes the Lease if nobody else holds it, and renews it if we do.
     *
     * @return empty if it is ours now; else who holds it
     * @throws ClusterException if Leases may not be read or written
     */
    public Optional<Holder> acquire() {
        Optional<Seen> seen = api.find(target, Sieve.ALL, lease -> new Seen(lease, otherHolder(lease)));
        Optional<Holder> other = seen.flatMap(Seen::otherHolder);
        if (other.isPresent()) {
            return other;
        }
        Answer answer = seen.map(Seen::lease).map(this::take).orElseGet(this::create);
        if (answer.isSuccess()) {
            return Optional.empty();
        }
        Holder now = holder().orElse(new Holder("another runner, just now", clock.instant()));
        return isUs(now) ? Optional.empty() : Optional.of(now); // a write that was done, though its answer was lost
    }

    /**
     * Says that we still hold it. Where somebody has deleted the Lease it is made again: nobody else holds it then.
     *
     * @return false if somebody else has taken it, or had it and let go of it again: stop acting
     */
    public boolean renew() {
        Optional<KubeObject> lease = api.find(target, Sieve.ALL);
        if (lease.filter(present -> !isOurs(present)).isPresent()) {
            return false;
        }
        Answer answer = lease.map(this::take).orElseGet(this::create);
        return answer.isSuccess() || holder().filter(this::isUs).isPresent(); // as in acquire
    }

    /** Lets go, if we hold it, so that the next runner need not wait for it to run out; within seconds, or not at all. */
    public void release() {
        atTheEnd.find(target, Sieve.ALL).filter(this::isOurs).ifPresent(lease -> {
            ObjectNode json = (ObjectNode) lease.json();
            json.withObjectProperty("spec").put("holderIdentity", "");
            atTheEnd.replace(target, json);
        });
    }

    /** Who holds it at present, us included. */
    public Optional<Holder> holder() {
        return api.find(target, Sieve.ALL, this::holder).flatMap(holder -> holder);
    }

    private Optional<Holder> otherHolder(KubeObject lease) {
        return holder(lease).filter(holder -> !isUs(holder));
    }

    /** Empty too if it has run out. */
    private Optional<Holder> holder(KubeObject lease) {
        String holder = lease.spec().path("holderIdentity").asText();
        Instant renewed = KubeObject.time(lease.spec().path("renewTime")).orElse(Instant.EPOCH);
        Duration leaseLife =
                Duration.ofSeconds(lease.spec().path("leaseDurationSeconds").asLong());
        boolean isHeld = !holder.isEmpty() && clock.instant().isBefore(renewed.plus(leaseLife));
        return isHeld ? Optional.of(new Holder(holder, renewed)) : Optional.empty();
    }

    private boolean isUs(Holder holder) {
        return holder.identity().equals(identity);
    }

    private boolean isOurs(KubeObject lease) {
        return lease.spec().path("holderIdentity").asText().equals(identity);
    }

    private Answer take(KubeObject lease) {
        ObjectNode json = (ObjectNode) lease.json();
        ObjectNode spec = json.withObjectProperty("spec");
        if (!isOurs(lease)) {
            spec.put("leaseTransitions", spec.path("leaseTransitions").asInt() + 1)
                    .put("acquireTime", now());
        }
        fill(spec);
        return api.replace(target, json);
    }

    private Answer create() {
        ObjectNode lease = JsonNodeFactory.instance.objectNode();
        lease.put("apiVersion", Resource.LEASE.apiVersion()).put("kind", Resource.LEASE.kind());
        lease.putObject("metadata").put("name", target.name()).put("namespace", target.namespace());
        fill(lease.putObject("spec").put("acquireTime", now()).put("leaseTransitions", 0));
        return api.create(Resource.LEASE.in(target.namespace()), lease);
    }

    private void fill(ObjectNode spec) {
        spec.put("holderIdentity", identity)
                .put("leaseDurationSeconds", Math.max(1, life.toSeconds()))
                .put("renewTime", now());
    }

    private String now() {
        return MicroTime.text(clock.instant());
    }
}
