package io.capstan.drydock.trustmanager;

import io.capstan.drydock.Program;
import io.capstan.drydock.pki.Fingerprint;
import io.capstan.drydock.resource.Condition;
import io.capstan.drydock.resource.Fields;
import io.capstan.drydock.resource.Kinds;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps the ConfigMap of every Bundle equal to its sources, as trust-manager 0.25 does: about 0.1 s after a source has
 * changed, or after somebody has edited the ConfigMap by hand. While a source is missing the ConfigMap stays as it was.
 */
public final class TrustManager implements Program {
    private static final Duration DELAY = Duration.ofMillis(100);
    private static final Duration START_UP = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final BundleSources sources;
    private final Map<String, Instant> due = new HashMap<>();
    private volatile boolean stopped;

    public TrustManager(KubernetesClient client) {
        this.client = client;
        this.sources = new BundleSources(client, "cert-manager");
    }

    /** Lets everything stand as it is, as if its Deployment were scaled to zero. */
    public void stop() {
        stopped = true;
    }

    public void start() {
        stopped = false;
    }

    @Override
    public Instant turn(Instant now) {
        if (stopped) {
            // nothing in the cluster changes when it is started again
            return now.plus(START_UP);
        }
        try {
            Instant next = NEVER;
            for (GenericKubernetesResource bundle :
                    client.genericKubernetesResources(Kinds.BUNDLE).list().getItems()) {
                Instant wanted = sync(bundle, now);
                next = wanted.isBefore(next) ? wanted : next;
            }
            return next;
        } catch (KubernetesClientException e) {
            return now.plus(RETRY);
        }
    }

    private Instant sync(GenericKubernetesResource bundle, Instant now) {
        Optional<String> wanted;
        Condition synced;
        try {
            wanted = Optional.of(sources.build(bundle));
            synced = new Condition("Synced", true, "Synced", success(bundle));
        } catch (BundleSources.Unusable e) {
            wanted = Optional.empty();
            synced = new Condition("Synced", false, e.reason(), e.said());
        }
        List<Target> stale = wanted.map(text -> stale(bundle, text)).orElse(List.of());
        boolean statusStale = !Optional.of(synced).equals(Condition.of(bundle, "Synced"))
                || !Condition.isOfPresentGeneration(bundle, "Synced");
        String uid = bundle.getMetadata().getUid();
        if (stale.isEmpty() && !statusStale) {
            due.remove(uid);
            return NEVER;
        }
        Instant time = due.computeIfAbsent(uid, key -> now.plus(DELAY));
        if (now.isBefore(time)) {
            return time;
        }
        due.remove(uid);
        stale.forEach(Target::write);
        if (statusStale) {
            write(bundle, synced, now);
        }
        return NEVER;
    }

    /** A ConfigMap that is not what it should be. */
    private record Target(KubernetesClient client, Optional<ConfigMap> present, Optional<ConfigMap> wanted) {
        void write() {
            if (wanted.isEmpty()) {
                present.ifPresent(map -> client.resource(map).delete());
            } else if (present.isEmpty()) {
                client.resource(wanted.get()).create();
            } else {
                client.resource(wanted.get()).update();
            }
        }
    }

    private List<Target> stale(GenericKubernetesResource bundle, String text) {
        String name = bundle.getMetadata().getName();
        String key = Fields.text(bundle, "spec", "target", "configMap", "key");
        Map<String, ConfigMap> present = client.configMaps().inAnyNamespace().list().getItems().stream()
                .filter(map -> map.getMetadata().getName().equals(name))
                .collect(Collectors.toMap(map -> map.getMetadata().getNamespace(), map -> map));
        Map<String, Target> stale = new TreeMap<>();
        for (String namespace : selected(bundle)) {
            Optional<ConfigMap> found = Optional.ofNullable(present.remove(namespace));
            ConfigMap wanted = wanted(bundle, namespace, key, text, found);
            if (!found.equals(Optional.of(wanted))) {
                stale.put(namespace, new Target(client, found, Optional.of(wanted)));
            }
        }
        present.values().stream()
                .filter(map -> isOwnedBy(map, bundle))
                .forEach(map -> stale.put(
                        map.getMetadata().getNamespace(), new Target(client, Optional.of(map), Optional.empty())));
        return List.copyOf(stale.values());
    }

    private static ConfigMap wanted(
            GenericKubernetesResource bundle, String namespace, String key, String text, Optional<ConfigMap> present) {
        String name = bundle.getMetadata().getName();
        ConfigMapBuilder builder = present.map(ConfigMapBuilder::new)
                .orElseGet(() -> new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata());
        if (present.filter(map -> isOwnedBy(map, bundle)).isEmpty()) {
            builder.editMetadata()
                    .addNewOwnerReference()
                    .withApiVersion(bundle.getApiVersion())
                    .withKind(bundle.getKind())
                    .withName(name)
                    .withUid(bundle.getMetadata().getUid())
                    .withController(true)
                    .withBlockOwnerDeletion(true)
                    .endOwnerReference()
                    .endMetadata();
        }
        return builder.editMetadata()
                .addToLabels("trust.cert-manager.io/bundle", name)
                .addToAnnotations("trust.cert-manager.io/hash", Fingerprint.of(text))
                .endMetadata()
                .addToData(key, text)
                .build();
    }

    private static boolean isOwnedBy(ConfigMap map, GenericKubernetesResource bundle) {
        return map.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(bundle.getMetadata().getUid()));
    }

    private List<String> selected(GenericKubernetesResource bundle) {
        LabelSelector selector =
                new LabelSelectorBuilder().withMatchLabels(matchLabels(bundle)).build();
        return client.namespaces().withLabelSelector(selector).list().getItems().stream()
                .filter(namespace -> namespace.getMetadata().getDeletionTimestamp() == null)
                .map(Namespace::getMetadata)
                .map(metadata -> metadata.getName())
                .sorted()
                .toList();
    }

    private static Map<String, String> matchLabels(GenericKubernetesResource bundle) {
        Map<String, String> labels = new TreeMap<>();
        if (Fields.optional(bundle, "spec", "target", "namespaceSelector", "matchLabels")
                        .orElse(Map.of())
                instanceof Map<?, ?> found) {
            found.forEach((key, value) -> labels.put(String.valueOf(key), String.valueOf(value)));
        }
        return labels;
    }

    private static String success(GenericKubernetesResource bundle) {
        Map<String, String> labels = matchLabels(bundle);
        return labels.isEmpty()
                ? "Successfully synced Bundle to all namespaces"
                : "Successfully synced Bundle to namespaces that match this label selector: "
                        + labels.entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .collect(Collectors.joining(","));
    }

    private void write(GenericKubernetesResource bundle, Condition synced, Instant now) {
        Map<String, Object> status = Fields.status(bundle);
        synced.putInto(status, now, bundle.getMetadata().getGeneration());
        Fields.setStatus(bundle, status);
        client.genericKubernetesResources(Kinds.BUNDLE).resource(bundle).updateStatus();
    }

    @Override
    public Set<String> watched() {
        return Set.of("bundles", "configmaps", "secrets", "namespaces");
    }

    @Override
    public String toString() {
        return "trust-manager";
    }
}
