package io.capstan.drydock.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A small Kubernetes API server in memory, on plain HTTP and a free loopback port. Small in what it serves, faithful in
 * how: the conformance suite runs against it and against the real one alike. Its time is the clock's, in timestamps and
 * in the {@code Date} header.
 */
public final class ApiServer implements AutoCloseable {
    private static final String INTERNAL = "drydock";
    private static final Duration WATCH_LIMIT = Duration.ofMinutes(30);

    private final Set<ResourceType> types;
    private final Store store = new Store();
    private final Verbs verbs;
    private final Discovery discovery;
    private final AccessRules access = new AccessRules();
    private final Queue<Served> served = new ConcurrentLinkedQueue<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final HttpListener http;
    private volatile Fault fault = Fault.NONE;

    private ApiServer(Clock clock, Set<ResourceType> types) {
        this.types = Set.copyOf(types);
        this.verbs = new Verbs(store, clock);
        this.discovery = new Discovery(this.types);
        this.http = new HttpListener(clock, this::handle);
    }

    /** Starts a server with every kind that we know. */
    public static ApiServer start(Clock clock) {
        return start(clock, ResourceTypes.all());
    }

    /** Starts a server with these kinds; every other answers 404, as where a CustomResourceDefinition is missing. */
    public static ApiServer start(Clock clock, Set<ResourceType> types) {
        ApiServer server = new ApiServer(clock, types);
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

    public URI uri() {
        return http.uri();
    }

    /** A new client of this server, which does not retry; whoever asked for it closes it. */
    public KubernetesClient client() {
        return client("capstan");
    }

    /** A client for the cluster's own programs: no fault and no access rule touches it, and nobody counts its requests. */
    public KubernetesClient internalClient() {
        return client(INTERNAL);
    }

    private KubernetesClient client(String userAgent) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(uri().toString())
                .withNamespace("default")
                .withUserAgent(userAgent)
                .withHttp2Disable(true)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** The store's resourceVersion: another number means that something has changed. */
    public long version() {
        return store.version();
    }

    /** Calls back after each request that changed something, on the server's thread and without any lock held. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
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

    private void handle(HttpCall call, HttpReply reply) {
        int mark = call.target().indexOf('?');
        String path = mark < 0 ? call.target() : call.target().substring(0, mark);
        Map<String, String> query = mark < 0 ? Map.of() : query(call.target().substring(mark + 1));
        Request request = new Request(
                call.method(),
                path,
                query,
                call.body(),
                call.header("user-agent").orElse(""));
        Fault present = isInternal(request) ? Fault.NONE : fault;
        if (interferes(present.before(request), request, reply)) {
            return;
        }
        long before = store.version();
        try {
            Optional<Target> watched = watched(request);
            if (watched.isPresent() && call.header("upgrade").isEmpty()) {
                watch(watched.get(), call, request, reply);
                return;
            }
            Answer answer = watched.isPresent() ? Answer.text(200, "") : answer(call, request);
            changed(before);
            if (!interferes(present.after(request), request, reply)) {
                send(answer, request, reply);
            }
        } catch (ApiFailure failure) {
            if (!interferes(present.after(request), request, reply)) {
                send(Answer.of(failure), request, reply);
            }
        }
    }

    private Answer answer(HttpCall call, Request request) {
        Optional<ObjectNode> document = discovery.document(request.path());
        if (document.isPresent()) {
            return Answer.ok(document.get());
        }
        if (Set.of("/healthz", "/livez", "/readyz").contains(request.path())) {
            return Answer.text(200, "ok");
        }
        Optional<Route> route = Route.of(request.path());
        if (route.isEmpty()) {
            return Answer.pageNotFound();
        }
        if (route.get().plural().equals("selfsubjectaccessreviews")) {
            return Answer.created(access.review(Json.readObject(call.body())));
        }
        return serve(route.get(), call, request);
    }

    private Answer serve(Route route, HttpCall call, Request request) {
        if (route.group().isEmpty() && route.plural().equals("bindings")) {
            Target pods = new Target(ResourceTypes.PODS, route.namespace(), "", "binding");
            require(request, "create", pods);
            return verbs.bind(pods, Json.readObject(call.body()), call, request.query());
        }
        Optional<Target> found = target(route);
        if (found.isEmpty()) {
            return route.group().isEmpty() ? Answer.of(ApiFailure.noSuchResource()) : Answer.pageNotFound();
        }
        Target target = found.get();
        require(request, AccessRules.verb(request.method(), target, false), target);
        return switch (request.method()) {
            case "GET" ->
                verbs.get(
                        target,
                        request.query(),
                        Representation.accepted(call.header("accept").orElse("")));
            case "POST" -> verbs.create(target, call, request.query());
            case "PUT" -> verbs.update(target, call, request.query());
            case "PATCH" -> verbs.patch(target, call, request.query());
            default -> verbs.delete(target, call, request.query());
        };
    }

    private Optional<Target> target(Route route) {
        return types.stream()
                .filter(type -> type.group().equals(route.group())
                        && type.version().equals(route.version())
                        && type.plural().equals(route.plural()))
                .findFirst()
                .map(type -> new Target(type, route.namespace(), route.name(), route.subresource()))
                .filter(target -> Set.of("", "binding").contains(target.subresource())
                        || (target.status() && target.type().statusApart()));
    }

    private Optional<Target> watched(Request request) {
        String watch = request.query().getOrDefault("watch", "");
        if (!request.method().equals("GET") || !(watch.equals("true") || watch.equals("1"))) {
            return Optional.empty();
        }
        return Route.of(request.path()).flatMap(this::target);
    }

    private void watch(Target target, HttpCall call, Request request, HttpReply reply) {
        require(request, "watch", target);
        Map<String, String> query = request.query();
        var selector = Reads.selector(target.type(), query);
        Representation shown = Representation.accepted(call.header("accept").orElse(""));
        long from = Long.parseLong(query.getOrDefault("resourceVersion", "0"));
        Duration limit = query.containsKey("timeoutSeconds")
                ? Duration.ofSeconds(Long.parseLong(query.getOrDefault("timeoutSeconds", "0")))
                : WATCH_LIMIT;
        reply.startChunks(200, Answer.JSON);
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
    private boolean interferes(Outcome outcome, Request request, HttpReply reply) {
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

    private void send(Answer answer, Request request, HttpReply reply) {
        count(request, answer.status(), answer.body().length);
        reply.send(answer.status(), answer.headers(), answer.body());
    }

    private void count(Request request, int status, long bytes) {
        if (!isInternal(request)) {
            served.add(new Served(request, status, bytes));
        }
    }

    private void require(Request request, String verb, Target target) {
        if (!isInternal(request)) {
            access.require(verb, target);
        }
    }

    private static boolean isInternal(Request request) {
        return request.userAgent().equals(INTERNAL);
    }

    private void changed(long before) {
        if (store.version() != before) {
            listeners.forEach(Runnable::run);
        }
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String parameter : text.split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            query.put(decode(name), decode(value));
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
