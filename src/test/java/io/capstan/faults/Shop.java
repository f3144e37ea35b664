package io.capstan.faults;

import io.capstan.drydock.Drydock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A mesh as small as one can be that has everything: two kinds of workloads, beside the control plane. */
final class Shop {
    private static final Map<Kind, Drydock> MADE = new ConcurrentHashMap<>();

    /** What clusters differ in. */
    record Kind(int identityReplicas, Duration leafLifetime) {}

    private Shop() {}

    /** A steady cluster of this kind, to be copied. */
    static Drydock of(Kind kind) {
        return MADE.computeIfAbsent(kind, Shop::make);
    }

    private static Drydock make(Kind kind) {
        return Drydock.options()
                .withoutEmojivoto()
                .identityReplicas(kind.identityReplicas())
                .leafLifetime(kind.leafLifetime())
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
