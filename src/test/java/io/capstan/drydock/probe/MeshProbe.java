package io.capstan.drydock.probe;

import io.capstan.drydock.Program;
import io.capstan.drydock.linkerd.Proxy;
import io.capstan.drydock.pki.Chain;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * Lets every ready proxy shake hands with others, each side under its own certificate and its own anchors, after every
 * change in the cluster and at least once a minute.
 */
public final class MeshProbe implements Program {
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int NEIGHBOURS = 16;
    private static final int REMEMBERED = 500;

    private final Supplier<List<Proxy>> proxies;
    private final Set<Proxy> started = Collections.newSetFromMap(new WeakHashMap<>());
    private final Map<Proxy, Boolean> blockedOnes = new WeakHashMap<>();
    private final List<Tally.Failure> failures = new ArrayList<>();
    private final List<Tally.BlockedStart> blockedStarts = new ArrayList<>();
    private long handshakes;
    private long failed;
    private long starts;
    private long blocked;

    /** @param proxies gives those that run at that moment */
    public MeshProbe(Supplier<List<Proxy>> proxies) {
        this.proxies = proxies;
    }

    @Override
    public Instant turn(Instant now) {
        List<Proxy> running = proxies.get();
        synchronized (this) {
            running.forEach(proxy -> countStart(proxy, now));
            shakeHands(running.stream().filter(Proxy::isReady).toList(), now);
        }
        return now.plus(INTERVAL);
    }

    /** What has been counted since the last {@link #reset()}. */
    public synchronized Tally tally() {
        return new Tally(handshakes, failed, List.copyOf(failures), starts, blocked, List.copyOf(blockedStarts));
    }

    public synchronized void reset() {
        handshakes = 0;
        failed = 0;
        starts = 0;
        blocked = 0;
        failures.clear();
        blockedStarts.clear();
    }

    private void countStart(Proxy proxy, Instant now) {
        if (started.add(proxy)) {
            starts++;
        }
        if (proxy.leaf().isEmpty() && proxy.failure().isPresent() && blockedOnes.put(proxy, true) == null) {
            blocked++;
            if (blockedStarts.size() < REMEMBERED) {
                blockedStarts.add(
                        new Tally.BlockedStart(now, proxy.pod(), proxy.failure().get()));
            }
        }
    }

    /** All pairs of a small mesh; in a big one each with its next neighbours in a ring. */
    private void shakeHands(List<Proxy> ready, Instant now) {
        int reach = Math.min(ready.size() - 1, NEIGHBOURS);
        for (int i = 0; i < ready.size(); i++) {
            if (!ready.get(i).opensConnections()) {
                continue;
            }
            for (int step = 1; step <= reach; step++) {
                shakeHands(ready.get(i), ready.get((i + step) % ready.size()), now);
            }
        }
    }

    private void shakeHands(Proxy client, Proxy server, Instant now) {
        Chain clientLeaf = client.leaf().orElseThrow();
        Chain serverLeaf = server.leaf().orElseThrow();
        Optional<String> why = client.anchors()
                .refusal(serverLeaf, now)
                .map(refusal -> "the client refuses the server: " + refusal)
                .or(() -> server.anchors()
                        .refusal(clientLeaf, now)
                        .map(refusal -> "the server refuses the client: " + refusal));
        handshakes++;
        if (why.isPresent()) {
            failed++;
            if (failures.size() < REMEMBERED) {
                failures.add(new Tally.Failure(now, client.pod(), server.pod(), why.get()));
            }
        }
    }

    @Override
    public Set<String> watched() {
        return Set.of("pods");
    }

    @Override
    public String toString() {
        return "the probe";
    }
}
