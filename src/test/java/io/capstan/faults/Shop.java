package io.capstan.faults;

import io.capstan.drydock.Drydock;
import io.capstan.drydock.linkerd.VolumeLag;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** A mesh as small as one can be that has everything: two kinds of workloads, beside the control plane. */
final class Shop {
    private static final Map<Kind, Drydock> MADE = new ConcurrentHashMap<>();
    /** Of what nobody renews: long against a recovery, for what it is given lives no longer. */
    private static final Duration LIFE = Duration.ofHours(6);

    private static final Duration LEFT_OF_LIFE = Duration.ofMinutes(10);
    /** A shop is the same each time, so that a seed is played again as it was. */
    private static final int SEED = 1;

    /** What clusters differ in. */
    record Kind(int identityReplicas, Duration leafLifetime, Expired expired) {}

    /** What has reached its end, for nobody has renewed it. */
    enum Expired {
        NOTHING,
        ISSUER,
        ANCHOR,
        BOTH
    }

    private Shop() {}

    /**
     * A cluster of this kind, in which what is to expire has just done so.
     *
     * @param random where names and uids come from
     */
    static Drydock of(Kind kind, VolumeLag lag, Random random) {
        Drydock shop = MADE.computeIfAbsent(kind, Shop::make).copy(lag, random);
        if (kind.expired() != Expired.NOTHING) {
            shop.world().advance(LEFT_OF_LIFE.plusSeconds(1));
        }
        return shop;
    }

    private static Drydock make(Kind kind) {
        Drydock shop = found(kind);
        if (kind.expired() != Expired.NOTHING) {
            growOld(shop, kind.expired());
        }
        return shop;
    }

    /** Up to shortly before the end, for only what is steady can be copied. */
    private static void growOld(Drydock shop, Expired expired) {
        try (KubernetesClient client = shop.api().internalClient();
                Operator operator = new Operator(shop, "capstan", shop.world()::advance)) {
            Credentials credentials = new Credentials(client);
            if (expired != Expired.ISSUER) {
                credentials.renewAnchorOnRequestOnly(LIFE);
                shop.world().advance(Duration.ofMinutes(1));
                operator.run("rotate", "--yes", "--strategy", "prompt");
            }
            if (expired != Expired.ANCHOR) {
                credentials.renewIssuerOnRequestOnly(LIFE);
                shop.world().advance(Duration.ofMinutes(1));
            }
        }
        X509Certificate oldest = expired == Expired.ISSUER
                ? shop.certificates().issuer()
                : shop.certificates().anchor();
        Instant now = shop.clock().instant();
        shop.world()
                .advance(Duration.between(now, oldest.getNotAfter().toInstant()).minus(LEFT_OF_LIFE));
    }

    private static Drydock found(Kind kind) {
        return Drydock.options()
                .withoutEmojivoto()
                .identityReplicas(kind.identityReplicas())
                .leafLifetime(kind.leafLifetime())
                .random(new Random(SEED))
                .workloads("""
                        apiVersion: v1
                        kind: Namespace
                        metadata:
                          name: shop
                          annotations:
                            linkerd.io/inject: enabled
                        """)
                .workloads(deployment("shop", "web", 2))
                .workloads("""
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata:
                          name: db
                          namespace: shop
                        spec:
                          replicas: 1
                          serviceName: db
                          selector:
                            matchLabels: {app: db}
                          template:
                            metadata:
                              labels: {app: db}
                            spec:
                              containers: [{name: db, image: "example.org/db:1"}]
                        """)
                .afterThePage();
    }

    static String deployment(String namespace, String name, int replicas) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  replicas: %d
                  selector:
                    matchLabels: {app: %s}
                  template:
                    metadata:
                      labels: {app: %s}
                    spec:
                      containers: [{name: main, image: "example.org/%s:1"}]
                """.formatted(name, namespace, replicas, name, name, name);
    }
}
