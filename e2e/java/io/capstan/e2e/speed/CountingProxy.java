package io.capstan.e2e.speed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server on plain loopback HTTP, with the rights of another client, that counts what it is asked. */
final class CountingProxy implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("Accept", "Accept-Encoding", "Content-Type", "User-Agent");
    private static final List<String> HANDED_BACK = List.of("Content-Type", "Content-Encoding", "Retry-After");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI server;
    private final HttpClient client;
    private final HttpServer http;
    private Count count = new Count(0, 0, 0, 0);

    /**
     * @param bytes of all answers' bodies, as they came over the wire
     * @param podRequests those of {@code requests} that are for pods, in lists or by dry run
     * @param podBytes those of {@code bytes} that answered them
     */
    record Count(int requests, long bytes, int podRequests, long podBytes) {
        Count plus(URI asked, long answered) {
            boolean isForPods = asked.getPath().matches(".*/pods(/.*)?");
            return new Count(
                    requests + 1,
                    bytes + answered,
                    podRequests + (isForPods ? 1 : 0),
                    podBytes + (isForPods ? answered : 0));
        }
    }

    CountingProxy(KubernetesClient trusted) throws IOException {
        server = URI.create(trusted.getMasterUrl().toString());
        try {
            client = HttpClient.newBuilder()
                    .sslContext(SSLUtils.sslContext(trusted.getConfiguration()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::pass);
        http.start();
    }

    /** For a client that needs no credentials here. */
    String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: counted, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: counted, context: {cluster: counted, user: nobody}}]
                users: [{name: nobody, user: {}}]
                current-context: counted
                """.formatted(http.getAddress().getPort());
    }

    synchronized Count count() {
        return count;
    }

    private synchronized void add(URI asked, long answered) {
        count = count.plus(asked, answered);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(onward(exchange), BodyHandlers.ofByteArray());
            add(exchange.getRequestURI(), answer.body().length);
            HANDED_BACK.forEach(header -> answer.headers()
                    .firstValue(header)
                    .ifPresent(value -> exchange.getResponseHeaders().set(header, value)));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest onward(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        server.resolve(exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (String header : PASSED_ON) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return request.build();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
