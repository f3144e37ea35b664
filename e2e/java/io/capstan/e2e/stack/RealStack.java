package io.capstan.e2e.stack;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real cluster on loopback: etcd, the Kubernetes control plane, KWOK for nodes and pods, cert-manager and trust-manager
 * with their webhooks. RBAC is on. It is empty but for namespace cert-manager; see {@code e2e/stack/kwok} for what makes
 * a pod ready.
 */
public final class RealStack implements AutoCloseable {
    private static final Path SOURCES = Path.of("e2e/stack");
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long TOKEN_SECONDS = 3600;

    private final LoopbackAuthority authority = new LoopbackAuthority();
    private final RunDirectory run;
    private final CommandLines commands;
    private final Children children;
    private final Shell shell;
    private final KubernetesClient admin;

    /**
     * Starts everything and waits until it answers, some ten seconds.
     *
     * @param name names the directory below {@code target/e2e/runs} that keeps the logs
     * @throws IllegalStateException if a program does not answer in time; nothing is left running then
     * @throws AssertionError if a program ends; nothing is left running then
     */
    public static RealStack start(String name) {
        RealStack stack = new RealStack(Programs.built(), RunDirectory.create(name));
        try {
            stack.startAll();
            return stack;
        } catch (RuntimeException | AssertionError e) {
            stack.close();
            throw e;
        }
    }

    private RealStack(Programs programs, RunDirectory run) {
        this.run = run;
        commands = new CommandLines(programs, run, CommandLines.Ports.free());
        run.writeKeys(authority);
        run.writeStages(programs.stages(), SOURCES.resolve("kwok"));
        String kubeconfig = kubeconfigs().forCertificate(authority.identity("O=system:masters,CN=admin"));
        LoopbackAuthority.write(run.adminKubeconfig(), kubeconfig);
        Config config = Config.fromKubeconfig(kubeconfig);
        config.setRequestTimeout((int) LIMIT.toMillis()); // a busy machine is no fault
        admin = new KubernetesClientBuilder().withConfig(config).build();
        shell = new Shell(programs, run.adminKubeconfig());
        children = new Children(run.logs());
    }

    private void startAll() {
        children.start("etcd", commands.etcd());
        children.start("apiserver", commands.apiServer());
        await("the API server is ready", () -> "ok".equals(admin.raw("/readyz")));

        children.start("controller-manager", commands.controllerManager());
        children.start("scheduler", commands.scheduler());
        children.start("kwok", commands.kwok());
        shell.kubectl(
                "apply",
                "--server-side",
                "-f",
                commands.customResourceDefinitions().toString());
        await("the custom resource definitions are established", this::definitionsEstablished);
        admin.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("cert-manager")
                        .endMetadata()
                        .build())
                .create();
        applyFile("nodes.yaml");

        children.start("cert-manager", commands.certManager());
        children.start("cert-manager-webhook", commands.certManagerWebhook());
        children.start("trust-manager", commands.trustManager());
        applyFile("webhooks.yaml");
        await("the nodes are ready", this::nodesReady);
        await("the webhooks answer", () -> {
            shell.kubectl("apply", "--dry-run=server", "-f", "e2e/page/3-trust-anchor.yaml");
            shell.kubectl("apply", "--dry-run=server", "-f", "e2e/page/5-trust-bundle.yaml");
            return true;
        });
    }

    /** A client that may do everything. */
    public KubernetesClient admin() {
        return admin;
    }

    /** The path of a kubeconfig file whose user may do everything. */
    public String kubeconfig() {
        return run.adminKubeconfig().toString();
    }

    /** A token of an existing ServiceAccount, as a pod of it would have, good for an hour. */
    public String token(String namespace, String serviceAccount) {
        return admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(TOKEN_SECONDS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** The path of a kubeconfig file whose user is an existing ServiceAccount, with that ServiceAccount's rights only. */
    public String kubeconfig(String namespace, String serviceAccount) {
        Path file = run.kubeconfig(namespace + "-" + serviceAccount);
        LoopbackAuthority.write(file, kubeconfigs().forToken(token(namespace, serviceAccount)));
        return file.toString();
    }

    /** Commands as this cluster's administrator. */
    public Shell shell() {
        return shell;
    }

    /** Signs for servers on loopback that the API server shall call. */
    public LoopbackAuthority authority() {
        return authority;
    }

    /** Where this stack keeps its files. */
    public Path directory() {
        return run.path();
    }

    /**
     * Kills programs of the stack ({@code kill -9}) and starts them again, with what they had on disk.
     *
     * @param programs {@code etcd}, {@code apiserver}, {@code controller-manager}, {@code cert-manager}, {@code trust-manager}
     */
    public void crash(String... programs) {
        children.crash(programs);
        await("the API server is ready", () -> "ok".equals(admin.raw("/readyz")));
    }

    /** The processes that are running now. */
    public List<ProcessHandle> processes() {
        return children.processes();
    }

    /** Waits up to 90 seconds; fails at once when a program of the stack has ended, before the first {@link #crash}. */
    public void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Eventually.until(what, LIMIT, () -> {
            children.assertAlive();
            return condition.call();
        });
    }

    /** Ends every process of the stack, and only those. */
    @Override
    public void close() {
        admin.close();
        children.close();
    }

    private Kubeconfig kubeconfigs() {
        return new Kubeconfig(commands.server(), authority.certificateBase64());
    }

    private boolean definitionsEstablished() {
        return admin.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .allMatch(definition -> definition.getStatus().getConditions().stream()
                        .anyMatch(c -> c.getType().equals("Established")
                                && c.getStatus().equals("True")));
    }

    private boolean nodesReady() {
        return admin.nodes().list().getItems().stream()
                .allMatch(node -> node.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True")));
    }

    private void applyFile(String name) {
        String text = RunDirectory.read(SOURCES.resolve(name))
                .replace("@CERT_MANAGER_PORT@", "" + commands.ports().certManagerWebhook())
                .replace("@TRUST_MANAGER_PORT@", "" + commands.ports().trustManagerWebhook())
                .replace("@CA@", authority.certificateBase64());
        admin.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .create();
    }
}
