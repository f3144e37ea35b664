package io.capstan.e2e.mesh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.Manifests;
import io.capstan.drydock.ThePage;
import io.capstan.drydock.linkerd.Linkerd;
import io.capstan.drydock.linkerd.VolumeLag;
import io.capstan.drydock.probe.MeshProbe;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.RealStack;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Linkerd and meshed workloads of each kind on the real cluster, with leaves of a minute and files of volumes that
 * follow within seconds, so that a rotation that takes a day takes minutes.
 */
public final class RealMesh implements AutoCloseable {
    /** Linkerd's issuanceLifetime here; on top of it a leaf has 20 seconds of clock skew each way. */
    public static final Duration LEAF_LIFE = Duration.ofSeconds(60);

    /** How far the files of a volume are behind its object at most. */
    public static final Duration VOLUME_LAG = Duration.ofSeconds(3);

    private static final String HOLD = "drydock.capstan.io/hold";

    private final RealStack stack;
    private final Linkerd linkerd;
    private final MeshProbe probe;
    private final InjectorWebhook webhook;
    private final ProgramLoop loop;
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /** Follows the page on an empty stack, installs Linkerd and the workloads, and returns when all are ready. */
    public static RealMesh afterThePage(RealStack stack) {
        new Page(stack).setUp();
        return on(stack);
    }

    /** Installs Linkerd and the workloads where its trust is set up, and returns when all are ready. */
    public static RealMesh on(RealStack stack) {
        RealMesh mesh = new RealMesh(stack);
        try {
            mesh.install();
            return mesh;
        } catch (RuntimeException | AssertionError e) {
            mesh.close();
            throw e;
        }
    }

    private RealMesh(RealStack stack) {
        this.stack = stack;
        linkerd = new Linkerd(
                stack.admin(), new SightByRequests(stack.admin()), new VolumeLag(Duration.ofSeconds(1), VOLUME_LAG));
        probe = new MeshProbe(linkerd::proxies);
        webhook = new InjectorWebhook(stack.authority(), this::admit);
        loop = new ProgramLoop(linkerd, probe).start();
    }

    private void install() {
        KubernetesClient admin = stack.admin();
        // a person installs Linkerd long after the bundle; a pod that is as young as the bundle proves nothing
        Instant shown = Instant.now().plus(VOLUME_LAG).plusSeconds(4);
        stack.await("the bundle is older than any volume", () -> Instant.now().isAfter(shown));
        new ThePage(admin).installLinkerd(LEAF_LIFE, 1, 1);
        awaitRollouts("linkerd");
        webhook.register(stack);
        stack.await("the API server calls the injector", this::injectsOnDryRun);
        new Manifests(admin).create(resource("workloads/emojivoto.yaml"));
        awaitRollouts("emojivoto");
        probe.reset();
    }

    /** The API server learns of a new webhook only a moment later; pods created before that would have no proxy. */
    private boolean injectsOnDryRun() {
        return !stack.shell()
                .kubectl(
                        "run",
                        "probe",
                        "--namespace=default",
                        "--image=example.org/probe:1",
                        "--annotations=linkerd.io/inject=enabled",
                        "--dry-run=server",
                        "--output=jsonpath={.spec.initContainers[*].name}")
                .isBlank();
    }

    /** Waits as {@code kubectl rollout status} does, for every workload of a namespace. */
    public void awaitRollouts(String namespace) {
        for (String kind : new String[] {"deployment", "statefulset", "daemonset"}) {
            stack.shell().kubectl("rollout", "status", kind, "--namespace=" + namespace, "--timeout=90s");
        }
        loop.assertHealthy();
    }

    /** {@code kubectl rollout restart} of every workload of a namespace, then {@code rollout status}. */
    public void restart(String namespace) {
        stack.shell().kubectl("rollout", "restart", "deployment,statefulset,daemonset", "--namespace=" + namespace);
        awaitRollouts(namespace);
    }

    /** From now on no new pod with label {@code app} of this value becomes ready, as with an image that does not start. */
    public void holdNewPodsOf(String app) {
        held.add(app);
    }

    /** Ends that: the pods that were held are replaced. */
    public void releasePodsOf(String app) {
        held.remove(app);
        stack.admin().pods().inAnyNamespace().withLabel("app", app).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getAnnotations().containsKey(HOLD))
                .forEach(pod -> stack.admin().resource(pod).delete());
    }

    private ObjectNode admit(ObjectNode pod, String namespace) {
        ObjectNode admitted = linkerd.injector().inject(pod.deepCopy(), namespace);
        if (held.contains(pod.at("/metadata/labels/app").asText())) {
            admitted.withObject("/metadata/annotations").put(HOLD, "true");
        }
        return admitted;
    }

    public Linkerd linkerd() {
        return linkerd;
    }

    /** Counts handshakes between all proxies, several times a second. */
    public MeshProbe probe() {
        return probe;
    }

    @Override
    public void close() {
        try {
            loop.close();
        } finally {
            webhook.close();
        }
    }

    private static String resource(String name) {
        try (InputStream in = Drydock.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, () -> "no file " + name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
