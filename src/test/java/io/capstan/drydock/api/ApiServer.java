package io.capstan.drydock.api;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A small Kubernetes API server in memory, on plain HTTP and a free loopback port. Small in what it serves, faithful in
 * how: the conformance suite runs against it and against the real one alike. Its time is the clock's, in timestamps and
 * in the {@code Date} header.
 */
public final class ApiServer implements AutoCloseable {
    private static final Duration WATCH_LIMIT = Duration.ofMinutes(30);
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    /** One for all clients: what it has learned of the model's classes is much of what a client costs. */
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final Clock clock;
    private final Store store;
    private final Set<ResourceType> types;
    private final Verbs verbs;
    private final Endpoints endpoints;
    private final AccessRules access = new AccessRules();
    private final Queue<Served> served = new ConcurrentLinkedQueue<>();
    private final HttpListener http;
    private volatile Fault fault = Fault.NONE;

    private ApiServer(Clock clock, Set<ResourceType> types, Store store, Random random) {
        this.clock = clock;
        this.store = store;
        this.types = types;
        this.verbs = new Verbs(store, clock, random);
        this.endpoints = new Endpoints(Set.copyOf(types), verbs, access);
        this.http = new HttpListener(this::handle);
    }

    /** Starts a server with every kind that we know. */
    public static ApiServer start(Clock clock) {
        return start(clock, ResourceTypes.all());
    }

    /**
     * The same.
     *
     * @param random where the names and uids of what is created there come from
     */
    public static ApiServer start(Clock clock, Random random) {
        return start(clock, ResourceTypes.all(), random);
    }

    /** Starts a server with these kinds; every other answers 404, as where a CustomResourceDefinition is missing. */
    public static ApiServer start(Clock clock, Set<ResourceType> types) {
        return start(clock, types, new Random());
    }

    private static ApiServer start(Clock clock, Set<ResourceType> types, Random random) {
        ApiServer server = new ApiServer(clock, types, new Store(), random);
        server.http.start();
        try (KubernetesClient client = server.internalClient()) {
            for (String name : List.of("default", "kube-system")) {
                client.namespaces()
                        .resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                        .create();
            }
        }
        return server;
    }

    /**
     * Starts another server with what this one knows now.
     *
     * @param random where the names and uids of what is created there come from
     */
    public ApiServer copy(Clock itsClock, Random random) {
        ApiServer copy = new ApiServer(itsClock, types, new Store(store), random);
        copy.http.start();
        return copy;
    }

    public URI uri() {
        return http.uri();
    }

    /** A new client of this server, which does not retry; whoever asked for it closes it. */
    public KubernetesClient client() {
        return builder("capstan", 0).build();
    }

    /** The same, which does: as often as it does in a cluster. */
    public KubernetesClient patientClient() {
        return builder("capstan", Config.DEFAULT_REQUEST_RETRY_BACKOFFLIMIT).build();
    }

    /**
     * A client as {@link #client()} is one, for runs that are many: its requests are carried {@link WithinProcess}.
     *
     * @param userAgent how it names itself
     */
    public KubernetesClient nearClient(String userAgent) {
        return builder(userAgent, 0)
                .withHttpClientFactory(new WithinProcess.Factory(this::handle))
                // it decodes every answer to see whether it is text, though nothing is logged
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("HttpLogging", null))
                .build();
    }

    /** A client for the cluster's own programs: no fault and no access rule touches it, and nobody counts its requests. */
    public KubernetesClient internalClient() {
        return nearClient(Request.INTERNAL);
    }

    /** What the cluster's own programs have in the place of a client, where they look at much and write often. */
    public TypedObjects objects() {
        return new TypedObjects(store, verbs);
    }

    private KubernetesClientBuilder builder(String userAgent, int retries) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(uri().toString())
                .withNamespace("default")
                .withUserAgent(userAgent)
                .withHttp2Disable(true)
                .withRequestRetryBackoffLimit(retries)
                // the cluster's time is its own: how long an answer takes is the machine's
                .withRequestTimeout(60_000)
                .withConnectionTimeout(60_000)
                .build();
        return new KubernetesClientBuilder().withConfig(config).withKubernetesSerialization(SERIALIZATION);
    }

    /** The store's resourceVersion: another number means that something has changed. */
    public long version() {
        return store.version();
    }

    /**
     * The resourceVersion of the last change of these kinds.
     *
     * @param kinds by their plural; none stands for every kind
     */
    public long version(Set<String> kinds) {
        return store.version(kinds);
    }

    /** Puts a webhook on the creation of pods, in the place of the one before. */
    public void admission(Admission hook) {
        verbs.admission(hook);
    }

    /** Lets things go wrong from now on, in the place of the fault before. */
    public void faults(Fault next) {
        fault = next;
    }

    /**
     * Answers 403 from now on.
     *
     * @param verb as RBAC names it, such as {@code list} or {@code patch}
     * @param resource the plural, with the subresource if that is meant: {@code certificates/status}
     */
    public void forbid(String verb, String resource) {
        access.forbid(verb, resource);
    }

    /** Forgets the past: older watches and page tokens get 410 Expired. */
    public void compact() {
        store.compact();
    }

    /** What has been answered since the start, oldest first, but for the cluster's own programs. Watches appear when they end. */
    public List<Served> served() {
        return List.copyOf(served);
    }

    @Override
    public void close() {
        http.close();
    }

    private void handle(HttpCall call, Reply reply) {
        Request request = Request.of(call);
        Fault present = request.isInternal() ? Fault.NONE : fault;
        if (interferes(present.before(request), request, reply)) {
            return;
        }
        try {
            Optional<Target> watched = endpoints.watched(request);
            if (watched.isPresent() && call.header("upgrade").isEmpty()) {
                watch(watched.get(), call, request, reply);
                return;
            }
            Answer answer = watched.isPresent() ? Answer.text(200, "") : endpoints.answer(call, request);
            if (!interferes(present.after(request), request, reply)) {
                send(answer, request, reply);
            }
        } catch (ApiFailure failure) {
            if (!interferes(present.after(request), request, reply)) {
                send(Answer.of(failure), request, reply);
            }
        } catch (UncheckedIOException gone) {
            throw gone;
        } catch (RuntimeException bug) {
            send(Answer.of(ApiFailure.of(500, "InternalError", "drydock: " + bug)), request, reply);
        }
    }

    private void watch(Target target, HttpCall call, Request request, Reply reply) {
        access.require(request, "watch", target);
        Map<String, String> query = request.query();
        var selector = Reads.selector(target.type(), query);
        Representation shown = Representation.accepted(call.header("accept").orElse(""));
        long from = Long.parseLong(query.getOrDefault("resourceVersion", "0"));
        Duration limit = query.containsKey("timeoutSeconds")
                ? Duration.ofSeconds(Long.parseLong(query.getOrDefault("timeoutSeconds", "0")))
                : WATCH_LIMIT;
        reply.startChunks(200, dated(Answer.JSON));
        try {
            long bytes = new WatchStream(store, target, selector, shown).run(reply, from, limit);
            reply.endChunks();
            count(request, 200, bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply.drop();
        }
    }

    /** Whether the fault has taken the answer over. */
    private boolean interferes(Outcome outcome, Request request, Reply reply) {
        if (outcome instanceof Outcome.Delay delay) {
            try {
                Thread.sleep(delay.duration().toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
        if (outcome instanceof Outcome.Drop) {
            reply.drop();
            count(request, 0, 0);
            return true;
        }
        if (outcome instanceof Outcome.Answer other) {
            send(Answer.of(other), request, reply);
            return true;
        }
        return false;
    }

    private void send(Answer answer, Request request, Reply reply) {
        count(request, answer.status(), answer.body().length);
        reply.send(answer.status(), dated(answer.headers()), answer.body());
    }

    private Map<String, String> dated(Map<String, String> headers) {
        Map<String, String> dated = new HashMap<>(headers);
        dated.put("Date", HTTP_DATE.format(clock.instant().atZone(ZoneOffset.UTC)));
        return dated;
    }

    private void count(Request request, int status, long bytes) {
        if (!request.isInternal()) {
            served.add(new Served(request, status, bytes));
        }
    }
}
