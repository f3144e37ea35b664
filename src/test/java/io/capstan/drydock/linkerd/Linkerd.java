package io.capstan.drydock.linkerd;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.drydock.Program;
import io.capstan.drydock.api.Sight;
import io.capstan.drydock.pki.Chain;
import io.capstan.drydock.pki.TrustAnchors;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The whole mesh: the identity replicas, the injector's, and a proxy for each meshed pod that is on a node. */
public final class Linkerd implements Program {
    /** The kinds that it reads, by their plural. */
    private static final Set<String> READ = Set.of("pods", "configmaps", "secrets");

    private static final String NAMESPACE = "linkerd";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Sight sight;
    private final VolumeLag lag;
    private final Injector injector;
    private final Map<String, IdentityReplica> identities = new LinkedHashMap<>();
    private final Map<String, Proxy> proxies = new LinkedHashMap<>();
    // proxies with the same bundle share their anchors, and with them what is known of the chains that they have met
    private final Map<String, TrustAnchors> anchorsByBundle = new HashMap<>();
    private long seenVersion = -1;
    private Map<String, MeshedPod> pods = Map.of();
    private Optional<String> bundle = Optional.empty();
    private Optional<IssuerFiles> issuer = Optional.empty();
    private int certifications;

    public Linkerd(KubernetesClient client, Sight sight, VolumeLag lag) {
        this.client = client;
        this.sight = sight;
        this.lag = lag;
        this.injector = new Injector(NAMESPACE, lag, this::namespaceAnnotations);
    }

    public Injector injector() {
        return injector;
    }

    /** The proxies that run now. */
    public synchronized List<Proxy> proxies() {
        return List.copyOf(proxies.values());
    }

    /** The proxy of a pod, if the pod is meshed and on a node. */
    public synchronized Optional<Proxy> proxyOf(String namespace, String pod) {
        return proxies.values().stream()
                .filter(proxy -> proxy.pod().equals(namespace + "/" + pod))
                .findFirst();
    }

    /** The issuer in use by each identity replica that runs, by the name of its pod. */
    public synchronized Map<String, Chain> issuersInUse() {
        Map<String, Chain> inUse = new LinkedHashMap<>();
        identities.forEach((uid, replica) -> replica.issuer()
                .ifPresent(issuer -> inUse.put(
                        Optional.ofNullable(pods.get(uid)).orElseThrow().name(), issuer)));
        return inUse;
    }

    /** The anchors that each identity replica which runs has loaded, by the name of its pod. */
    public synchronized Map<String, TrustAnchors> anchorsOfIdentity() {
        Map<String, TrustAnchors> loaded = new LinkedHashMap<>();
        identities.forEach((uid, replica) -> replica.anchors()
                .ifPresent(anchors -> loaded.put(
                        Optional.ofNullable(pods.get(uid)).orElseThrow().name(), anchors)));
        return loaded;
    }

    /** No replica of identity that runs now notices the next change of its issuer, and none says so: linkerd2#15109. */
    public synchronized void missNextIssuer() {
        identities.values().forEach(IdentityReplica::missNextIssuer);
    }

    @Override
    public synchronized Instant turn(Instant now) {
        try {
            return look(now);
        } catch (KubernetesClientException e) {
            return now.plus(RETRY);
        }
    }

    private Instant look(Instant now) {
        observe();
        identities.keySet().retainAll(pods.keySet());
        proxies.keySet().retainAll(pods.keySet());
        Instant next = injector.sync(
                pods.values().stream().filter(MeshedPod::isInjector).toList(), bundle, now);
        for (MeshedPod pod : identityFirst()) {
            next = pod.isIdentity() ? earlier(next, runIdentity(pod, now)) : next;
            next = earlier(next, runProxy(pod, now));
        }
        return next;
    }

    private void observe() {
        long version = sight.version(READ);
        if (version == seenVersion) {
            return;
        }
        pods = meshedPods();
        bundle = configMap(Names.TRUST_ROOTS).map(map -> map.getData().getOrDefault(Names.BUNDLE_KEY, ""));
        issuer = sight.find(Secret.class, NAMESPACE, Names.ISSUER).map(IssuerFiles::of);
        seenVersion = version;
    }

    private Map<String, MeshedPod> meshedPods() {
        Map<String, MeshedPod> found = new LinkedHashMap<>();
        sight.all(Pod.class).stream()
                .filter(pod -> NAMESPACE.equals(labels(pod).get(Names.CONTROL_PLANE_NS)))
                .map(MeshedPod::of)
                .flatMap(Optional::stream)
                .filter(pod -> pod.isStarted() && !pod.isOver())
                .forEach(pod -> found.put(pod.uid(), pod));
        return found;
    }

    private static Map<String, String> labels(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
    }

    private List<MeshedPod> identityFirst() {
        List<MeshedPod> ordered = new ArrayList<>(pods.values());
        ordered.sort(Comparator.comparing(pod -> !pod.isIdentity()));
        return ordered;
    }

    private Instant runIdentity(MeshedPod pod, Instant now) {
        IdentityReplica replica = identities.computeIfAbsent(
                pod.uid(),
                uid -> new IdentityReplica(
                        pod,
                        IssuanceTerms.of(pod, values()),
                        new DeploymentEvents(client, NAMESPACE, pod.name()),
                        lag));
        Instant next = replica.turn(bundle, issuer, now);
        String crash = replica.crash().orElse("");
        if (!crash.equals(pod.annotation(Names.CRASH))) {
            annotate(pod, Names.CRASH, replica.crash());
        }
        return next;
    }

    private Instant runProxy(MeshedPod pod, Instant now) {
        Optional<Proxy> found = Optional.ofNullable(proxies.get(pod.uid())).or(() -> start(pod));
        if (found.isEmpty()) {
            return NEVER;
        }
        Proxy proxy = found.get();
        proxy.podIsReady(pod.isReady());
        Instant next = proxy.turn(pod.isIdentity() ? ownIdentity(pod) : this::anyIdentity, now);
        if (proxy.leaf().isPresent() && pod.annotation(Names.PROXY_READY).isEmpty()) {
            annotate(pod, Names.PROXY_READY, Optional.of("ready"));
        }
        return next;
    }

    /** Nothing while the ConfigMap that the container's environment is taken from is not there. */
    private Optional<Proxy> start(MeshedPod pod) {
        Optional<Proxy> started = pod.literalAnchors()
                .or(() -> bundle)
                .map(text -> anchorsByBundle.computeIfAbsent(text, Linkerd::parsed))
                .map(anchors -> new Proxy(
                        pod.namespace() + "/" + pod.name(),
                        pod.dnsName(NAMESPACE, values().trustDomain()),
                        anchors,
                        !pod.isIdentity()));
        started.ifPresent(proxy -> proxies.put(pod.uid(), proxy));
        return started;
    }

    private static TrustAnchors parsed(String bundle) {
        try {
            return TrustAnchors.of(bundle);
        } catch (IllegalArgumentException e) {
            // such a proxy starts, trusts nobody and never becomes ready
            return new TrustAnchors(List.of());
        }
    }

    /** Identity's own proxy asks the controller in the same pod, over localhost and without TLS. */
    private Proxy.CertificateSource ownIdentity(MeshedPod pod) {
        return (proxy, now) -> Optional.ofNullable(identities.get(pod.uid()))
                .orElseThrow(() -> new RefusedException("identity does not run in pod " + pod.name()))
                .certify(proxy.dnsName(), proxy.publicKey(), now);
    }

    /** Every other proxy asks a replica over mTLS, in turn those that take connections and that it can trust. */
    private Chain anyIdentity(Proxy proxy, Instant now) throws RefusedException {
        List<MeshedPod> ready = pods.values().stream()
                .filter(pod -> pod.isIdentity() && pod.takesConnections() && identities.containsKey(pod.uid()))
                .toList();
        String reason = "no identity replica is ready";
        certifications++;
        for (int i = 0; i < ready.size(); i++) {
            MeshedPod pod = ready.get((certifications + i) % ready.size());
            Optional<String> refusal = refusalBetween(proxy, Optional.ofNullable(proxies.get(pod.uid())), now);
            if (refusal.isEmpty()) {
                return ownIdentity(pod).certify(proxy, now);
            }
            reason = "identity replica " + pod.name() + " cannot be reached: " + refusal.get();
        }
        throw new RefusedException(reason);
    }

    private static Optional<String> refusalBetween(Proxy proxy, Optional<Proxy> identity, Instant now) {
        Optional<Chain> served = identity.flatMap(Proxy::leaf);
        if (served.isEmpty()) {
            return Optional.of("its own proxy has no certificate");
        }
        // a proxy that has no certificate yet shows none, and is let in
        return proxy.anchors()
                .refusal(served.get(), now)
                .or(() -> proxy.leaf().flatMap(leaf -> identity.get().anchors().refusal(leaf, now)));
    }

    private LinkerdValues values() {
        return LinkerdValues.of(configMap("linkerd-config"), client);
    }

    private Optional<ConfigMap> configMap(String name) {
        return sight.find(ConfigMap.class, NAMESPACE, name);
    }

    private Map<String, String> namespaceAnnotations(String namespace) {
        return Optional.ofNullable(client.namespaces().withName(namespace).get())
                .map(Namespace::getMetadata)
                .map(metadata -> metadata.getAnnotations())
                .orElse(Map.of());
    }

    private void annotate(MeshedPod pod, String annotation, Optional<String> value) {
        ObjectNode annotations = JsonNodeFactory.instance.objectNode();
        value.ifPresentOrElse(text -> annotations.put(annotation, text), () -> annotations.putNull(annotation));
        client.pods()
                .inNamespace(pod.namespace())
                .withName(pod.name())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"annotations\":" + annotations + "}}");
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    @Override
    public Set<String> watched() {
        return READ;
    }

    @Override
    public String toString() {
        return "Linkerd";
    }
}
