package io.capstan.drydock;

import io.capstan.drydock.api.ApiServer;
import io.capstan.drydock.api.TypedObjects;
import io.capstan.drydock.certmanager.CertManager;
import io.capstan.drydock.linkerd.Linkerd;
import io.capstan.drydock.linkerd.VolumeLag;
import io.capstan.drydock.probe.MeshProbe;
import io.capstan.drydock.trustmanager.TrustManager;
import io.capstan.drydock.workloads.Kubelet;
import io.capstan.drydock.workloads.Workloads;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A cluster with Linkerd, cert-manager and trust-manager that lives in this process and in its own time: an API server
 * on a loopback port, and behind it one small program for each that a real cluster runs.
 */
public final class Drydock implements AutoCloseable {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private final WorldClock clock;
    private final ApiServer api;
    private final KubernetesClient client;
    private final KubernetesClient own;
    private final World world;
    private final CertManager certManager;
    private final TrustManager trustManager;
    private final Linkerd linkerd;
    private final MeshProbe probe;
    private final Options options;

    private Drydock(Options options, WorldClock clock, ApiServer api, KubernetesClient client) {
        this.options = options;
        this.clock = clock;
        this.api = api;
        this.client = client;
        this.own = api.internalClient();
        this.world = new World(clock, api);
        this.certManager = new CertManager(own);
        this.trustManager = new TrustManager(own);
        TypedObjects objects = api.objects();
        this.linkerd = new Linkerd(own, objects, options.volumeLag);
        this.probe = new MeshProbe(linkerd::proxies);
        api.admission(linkerd.injector()::inject);
        world.add(new Workloads(objects));
        world.add(new Kubelet(objects));
        world.add(certManager);
        world.add(trustManager);
        world.add(linkerd);
        world.add(probe);
    }

    /** A cluster as the page leaves it, with a small mesh on it, settled and steady. */
    public static Drydock afterThePage() {
        return options().afterThePage();
    }

    public static Options options() {
        return new Options();
    }

    /** How the cluster is to be, before it is made. */
    public static final class Options {
        private Duration leafLifetime = Duration.ofHours(24);
        private VolumeLag volumeLag = VolumeLag.KUBELET;
        private int identityReplicas = 1;
        private int injectorReplicas = 1;
        private boolean linkerd = true;
        private boolean emojivoto = true;
        /** The same each time, so that a test that fails fails again. */
        private Random random = new Random(1);

        private final List<String> workloads = new ArrayList<>();

        private Options() {}

        /** Linkerd's {@code identity.issuer.issuanceLifetime}. */
        public Options leafLifetime(Duration lifetime) {
            this.leafLifetime = lifetime;
            return this;
        }

        public Options volumeLag(VolumeLag lag) {
            this.volumeLag = lag;
            return this;
        }

        public Options identityReplicas(int replicas) {
            this.identityReplicas = replicas;
            return this;
        }

        public Options injectorReplicas(int replicas) {
            this.injectorReplicas = replicas;
            return this;
        }

        /** Only what the page makes before it installs Linkerd: certificates and the trust bundle. */
        public Options withoutLinkerd() {
            this.linkerd = false;
            return this;
        }

        /** Without the small mesh that a cluster has otherwise. */
        public Options withoutEmojivoto() {
            this.emojivoto = false;
            return this;
        }

        /** Where the names and uids of what is created come from; how long volumes lag depends on uids. */
        public Options random(Random source) {
            this.random = source;
            return this;
        }

        /** Further objects, created when the mesh is up. */
        public Options workloads(String yaml) {
            workloads.add(yaml);
            return this;
        }

        public Drydock afterThePage() {
            return made(Drydock::followThePage);
        }

        /** Nothing but cert-manager and trust-manager, in the namespace that installing them makes. */
        public Drydock beforeThePage() {
            return made(Drydock::prepare);
        }

        private Drydock made(Consumer<Drydock> making) {
            WorldClock clock = new WorldClock(START);
            ApiServer api = ApiServer.start(clock, random);
            Drydock drydock = new Drydock(this, clock, api, api.client());
            try {
                making.accept(drydock);
                return drydock;
            } catch (RuntimeException e) {
                drydock.close();
                throw e;
            }
        }
    }

    /**
     * Another cluster with the objects of this one, at the same time, whose programs have all been started anew: made much
     * quicker than by following the page. Should be steady.
     *
     * @param random where the names and uids of what is created there come from; a seed makes them the same each time
     */
    public Drydock copy(VolumeLag volumeLag, Random random) {
        WorldClock itsClock = new WorldClock(clock.instant());
        ApiServer itsApi = api.copy(itsClock, random);
        Drydock copy = new Drydock(new Options().volumeLag(volumeLag), itsClock, itsApi, itsApi.nearClient("capstan"));
        copy.world.settle();
        copy.probe.reset();
        return copy;
    }

    private void prepare() {
        own.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("cert-manager")
                        .endMetadata()
                        .build())
                .create();
        for (int node = 1; node <= 2; node++) {
            own.resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName("node-" + node)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    private void followThePage() {
        prepare();
        ThePage page = new ThePage(own);
        page.createNamespace();
        page.createTrustAnchor();
        until("the trust anchor is issued", () -> certificates().secretExists("cert-manager", "linkerd-trust-anchor"));
        page.createIdentityIssuer();
        until("the identity issuer is issued", () -> certificates().secretExists("linkerd", "linkerd-identity-issuer"));
        page.copyTrustAnchorToPrevious();
        page.createBundle();
        page.labelControlPlaneNamespace();
        until("the trust bundle is written", () -> !bundle().isEmpty());
        if (options.linkerd) {
            installLinkerd();
        }
    }

    /** The page's step 6, and a small mesh: settled and steady. */
    public void installLinkerd() {
        new ThePage(own).installLinkerd(options.leafLifetime, options.identityReplicas, options.injectorReplicas);
        until("Linkerd runs", rollouts()::areReady);
        if (options.emojivoto) {
            manifests().createFrom("workloads/emojivoto.yaml", Map.of());
        }
        options.workloads.forEach(manifests()::create);
        until("the workloads run", rollouts()::areReady);
        world.settle();
        probe.reset();
    }

    /** Has cert-manager renew a Certificate, and lets time pass until it has. */
    public void renew(String namespace, String name) {
        certificates().renew(namespace, name);
        until("it is renewed", () -> !certificates().isIssuing(namespace, name));
    }

    /** Lets time pass until it is so; at most an hour of the cluster's time. */
    public void until(String what, BooleanSupplier reached) {
        if (!world.advanceUntil(reached, Duration.ofHours(1))) {
            throw new AssertionError("an hour has passed, but not yet: " + what);
        }
    }

    public World world() {
        return world;
    }

    public WorldClock clock() {
        return clock;
    }

    public ApiServer api() {
        return api;
    }

    /** A client as the product has one: the faults and access rules of the API server touch it, and its requests are counted. */
    public KubernetesClient client() {
        return client;
    }

    public CertManager certManager() {
        return certManager;
    }

    public TrustManager trustManager() {
        return trustManager;
    }

    public Linkerd linkerd() {
        return linkerd;
    }

    public MeshProbe probe() {
        return probe;
    }

    public Manifests manifests() {
        return new Manifests(own);
    }

    /** The certificates of the cluster, read and renewed as a person does. */
    public Certificates certificates() {
        return new Certificates(own, clock);
    }

    /** The workloads of the cluster, restarted and looked at as a person does. */
    public Rollouts rollouts() {
        return new Rollouts(own, clock);
    }

    /** The text of the trust bundle in namespace linkerd, empty if there is none. */
    public String bundle() {
        return certificates().bundle();
    }

    @Override
    public void close() {
        client.close();
        own.close();
        api.close();
    }
}
