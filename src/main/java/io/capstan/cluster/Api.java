package io.capstan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Requests to the API server over the client's own connection: its authentication, its trust, and its retries (on 429, 5xx
 * and broken connections, as long as Retry-After says). The one place where what goes wrong becomes a
 * {@link ClusterException}.
 */
final class Api {
    private static final String JSON = "application/json";
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json";
    private static final int PAGE = 500;
    /** For one request with all its retries. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** By which the client's own limit is longer than ours, after which it would not try again. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** At its trace level the client would log whole answers, Secrets among them: its interceptor's name. */
    private static final String BODY_LOG = "HttpLogging";

    private final HttpClient http;
    private final String server;
    private final Duration patience;
    private final int reconnects;

    Api(KubernetesClient client) {
        this(client, PATIENCE);
    }

    /** @param patience for one request with all its retries */
    Api(KubernetesClient client, Duration patience) {
        this(
                client,
                quiet(client)
                        .addOrReplaceInterceptor(RetryAfter.NAME, new RetryAfter(patience))
                        .build(),
                patience,
                client.getConfiguration().getRequestRetryBackoffLimit());
    }

    private Api(KubernetesClient client, HttpClient http, Duration patience, int reconnects) {
        this.http = http;
        this.server = client.getMasterUrl().toString().replaceAll("/+$", "");
        this.patience = patience;
        this.reconnects = reconnects;
    }

    /** Requests that are made once, whatever becomes of them, and are given up as soon as the client is set to. */
    static Api withoutRetries(KubernetesClient client) {
        int limit = client.getConfiguration().getRequestTimeout();
        return new Api(
                client,
                quiet(client)
                        .tag(new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                                .withRequestRetryBackoffLimit(0)
                                .build())
                        .build(),
                limit > 0 ? Duration.ofMillis(limit) : PATIENCE,
                0);
    }

    private static HttpClient.DerivedClientBuilder quiet(KubernetesClient client) {
        return client.getHttpClient().newBuilder().addOrReplaceInterceptor(BODY_LOG, null);
    }

    /**
     * Asks what everybody may ask; any answer will do.
     *
     * @throws ClusterException if there is none
     */
    void reach() {
        send(get("/version", JSON));
    }

    /**
     * Reads one object.
     *
     * @param reading turns the object into a value; a time or number in it that cannot be read, or worked with, becomes a ClusterException
     * @return empty if there is no such object, or no such kind
     */
    <T> Optional<T> find(Target target, Sieve sieve, Function<KubeObject, T> reading) {
        if (!target.mayExist()) {
            return Optional.empty();
        }
        Answer answer = answerTo("get", target, get(target.path(), JSON));
        if (answer.code() == Answer.NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(understand(target, () -> reading.apply(new KubeObject(answer.object(sieve)))));
    }

    Optional<KubeObject> find(Target target, Sieve sieve) {
        return find(target, sieve, Function.identity());
    }

    /** An object with the time at which the server gave it. */
    Optional<Dated> findDated(Target target) {
        Answer answer = answerTo("get", target, get(target.path(), JSON));
        if (answer.code() == Answer.NOT_FOUND) {
            return Optional.empty();
        }
        KubeObject object = understand(target, () -> new KubeObject(answer.object(Sieve.ALL)));
        return Optional.of(new Dated(object, dateOf(answer)));
    }

    record Dated(KubeObject object, Instant date) {}

    /** A path that is no object's, such as a group's discovery. */
    Optional<JsonNode> find(String path) {
        HttpRequest request = get(path, JSON);
        Answer answer = send(request);
        if (answer.code() == Answer.NOT_FOUND) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw refusal(path, answer, request);
        }
        try {
            return Optional.of(answer.object(Sieve.ALL));
        } catch (IOException e) {
            throw garbage(path, e);
        }
    }

    /**
     * Hands over the members of a collection one by one, whole.
     *
     * @return the server's time at the first page; empty if there is no such kind
     */
    Optional<Instant> each(Target collection, Selection selection, Consumer<KubeObject> member) {
        return pages(collection, selection, JSON, Sieve.OBJECT, member);
    }

    /** The same, of each member only its metadata. */
    Optional<Instant> eachMetadata(Target collection, Selection selection, Consumer<KubeObject> member) {
        return pages(collection, selection, METADATA_ONLY, Sieve.METADATA, member);
    }

    private Optional<Instant> pages(
            Target collection, Selection selection, String accept, Sieve sieve, Consumer<KubeObject> member) {
        if (!collection.mayExist()) {
            return Optional.empty();
        }
        Optional<Instant> date = Optional.empty();
        String resume = "";
        do {
            Answer page = answerTo("list", collection, get(collection.path() + selection.page(PAGE, resume), accept));
            if (page.code() == Answer.NOT_FOUND) {
                return Optional.empty();
            }
            date = date.or(() -> Optional.of(dateOf(page)));
            resume = understand(collection, () -> page.items(sieve, item -> member.accept(new KubeObject(item))));
        } while (!resume.isEmpty());
        return date;
    }

    /** The first {@code limit} members. */
    void few(Target collection, Selection selection, int limit, Consumer<KubeObject> member) {
        Answer page = answerTo("list", collection, get(collection.path() + selection.page(limit, ""), JSON));
        if (page.isSuccess()) {
            understand(collection, () -> page.items(Sieve.OBJECT, item -> member.accept(new KubeObject(item))));
        }
    }

    /**
     * Creates an object.
     *
     * @return also a 409 if there is one of that name
     */
    Answer create(Target collection, JsonNode object) {
        Answer answer = answerTo("create", collection, send("POST", collection.path(), JSON, object));
        if (answer.code() == Answer.NOT_FOUND) {
            throw new ClusterException(
                    collection + " cannot be created (404 " + answer.message() + "); create the namespace first");
        }
        return answer;
    }

    /** Whether RBAC lets {@code object} be created, by a dry run. */
    boolean mayCreate(Target collection, JsonNode object) {
        Answer answer = tryCreate(collection, "?dryRun=All", object);
        return answer.code() != Answer.FORBIDDEN || answer.isDeniedByWebhook();
    }

    /** As an attempt: whatever the server answers is an answer. */
    Answer tryCreate(Target collection, String query, JsonNode object) {
        return send(send("POST", collection.path() + query, JSON, object));
    }

    /**
     * Writes a whole object.
     *
     * @return also a 409 if it is no longer of the resource version that {@code object} bears, and a 404
     */
    Answer replace(Target target, JsonNode object) {
        return answerTo("update", target, send("PUT", target.path(), JSON, object));
    }

    /**
     * Applies a JSON Patch.
     *
     * @return also a 422 if a test of it does not hold, a 409 and a 404
     */
    Answer patch(Target target, JsonNode operations) {
        return answerTo("patch", target, send("PATCH", target.path(), JSON_PATCH, operations));
    }

    /** The same; a field that the server does not know is an error, a 400 or a 422, instead of being dropped. */
    Answer patchStrictly(Target target, JsonNode operations) {
        HttpRequest request = send("PATCH", target.path() + "?fieldValidation=Strict", JSON_PATCH, operations);
        Answer answer = send(request);
        return answer.code() == Answer.BAD_REQUEST || answer.isInvalidObject()
                ? answer
                : answerTo("patch", target, request, answer);
    }

    /** @param answer to a conditional write of {@code target} */
    static Outcome outcome(Target target, Answer answer) {
        return answer.isSuccess()
                ? new Outcome.Done()
                : new Outcome.Conflict(
                        target + " has changed meanwhile (" + answer.code() + " " + answer.message() + ")");
    }

    /** The object that a successful write has answered with. */
    static KubeObject written(Target target, Answer answer) {
        return understand(target, () -> new KubeObject(answer.object(Sieve.ALL)));
    }

    private HttpRequest get(String path, String accept) {
        return request(path, accept).build();
    }

    private HttpRequest send(String method, String path, String contentType, JsonNode body) {
        return request(path, JSON).method(method, contentType, body.toString()).build();
    }

    private HttpRequest.Builder request(String path, String accept) {
        try {
            return http.newHttpRequestBuilder()
                    .uri(server + path)
                    .header("Accept", accept)
                    .timeout(patience.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } catch (IllegalArgumentException e) {
            // a namespace, say, of a name that no namespace has
            throw garbage(path, e);
        }
    }

    /** Lets through what callers have an answer to: success, "not there", and a condition that does not hold. */
    private Answer answerTo(String verb, Target target, HttpRequest request) {
        return answerTo(verb, target, request, send(request));
    }

    private Answer answerTo(String verb, Target target, HttpRequest request, Answer answer) {
        if (answer.isDeniedByWebhook()) {
            throw ClusterException.denied(target + ": " + verb + " was refused (" + answer.message()
                    + "); mend what the webhook objects to, or look at its log");
        }
        if (answer.code() == Answer.FORBIDDEN) {
            throw forbidden(verb, target, answer);
        }
        boolean isRefusedWrite = answer.code() == Answer.CONFLICT
                || (answer.code() == Answer.UNPROCESSABLE && !answer.isInvalidObject());
        if (answer.isSuccess() || answer.code() == Answer.NOT_FOUND || isRefusedWrite) {
            return answer;
        }
        throw refusal(target.toString(), answer, request);
    }

    private ClusterException forbidden(String verb, Target target, Answer answer) {
        return answer.message().contains("\"system:anonymous\"")
                ? new ClusterException("The API server at " + server + " was given no credentials (403 "
                        + answer.message() + "); give the user of the kubeconfig's context some")
                : ClusterException.forbidden(
                        target + ": may not be reached with " + verb + " (403 " + answer.message() + ")",
                        target.permission(verb));
    }

    private ClusterException refusal(String what, Answer answer, HttpRequest request) {
        if (answer.code() == Answer.UNAUTHORIZED) {
            return new ClusterException("The API server at " + server
                    + " does not accept these credentials (401 " + answer.message()
                    + "); check the kubeconfig or the ServiceAccount's token");
        }
        return new ClusterException(what + ": the API server answered " + answer.code() + " " + answer.message()
                + " to " + request.method() + " " + request.uri().getPath() + "; try again, or look at its log");
    }

    private Answer send(HttpRequest request) {
        return send(request, reconnects);
    }

    /**
     * The client (7.5.2, its issue 7450) does not try again where a connection turns out to be closed, as those are that were
     * idle for longer than a load balancer likes.
     */
    private Answer send(HttpRequest request, int furtherTries) {
        CompletableFuture<HttpResponse<byte[]>> response = http.sendAsync(request, byte[].class);
        try {
            return answer(response.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (furtherTries > 0 && isClosedConnection(e)) {
                return send(request, furtherTries - 1);
            }
            throw unreachable(request, reason(e), e);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw unreachable(request, "no answer within " + seconds(patience), e);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting for the API server at " + server, e);
        }
    }

    private static boolean isClosedConnection(Throwable failure) {
        return causes(failure).anyMatch(HttpClosedException.class::isInstance);
    }

    /** {@code failure} itself, what led to it, and so on to the bottom of it. */
    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    private ClusterException unreachable(HttpRequest request, String reason, Throwable cause) {
        return new ClusterException(
                "The API server at " + server + " cannot be reached (" + request.method() + " "
                        + request.uri().getPath() + ": " + reason
                        + "); check its address in the kubeconfig, the network and its certificate",
                cause);
    }

    /** Such as {@code 60s}, or {@code 0.5s}. */
    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
    }

    /** In one line, what lies at the bottom of it. */
    static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        if (message == null) {
            return deepest.getClass().getSimpleName();
        }
        String line = message.lines().findFirst().orElse("");
        // its message is no more than the name
        return deepest instanceof UnknownHostException ? "the host name cannot be resolved: " + line : line;
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        byte[] body = response.body();
        return new Answer(response.code(), date(response), body == null ? new byte[0] : body);
    }

    private static Optional<Instant> date(HttpResponse<?> response) {
        return response.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Date"))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .flatMap(Api::date);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Instant dateOf(Answer answer) {
        return answer.date()
                .orElseThrow(() -> new ClusterException("The API server at " + server
                        + " does not say what time it is (no readable Date header); check for a proxy that drops it"));
    }

    private static <T> T understand(Target target, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException | DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw garbage(target.toString(), e);
        }
    }

    private static ClusterException garbage(String what, Exception e) {
        return new ClusterException(
                what + ": the API server's answer cannot be understood (" + reason(e)
                        + "); check the address, and whether this version of the object is one that Capstan knows",
                e);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }
}
