package io.capstan.hostile;

import com.sun.net.httpserver.HttpServer;
import io.capstan.drydock.Drydock;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** Stands between a client and the embedded cluster, and changes what that has answered. Nothing is ever written. */
final class HostileApi implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final URI cluster;
    private final HttpServer server;
    private final KubernetesClient client;
    private volatile UnaryOperator<String> change = UnaryOperator.identity();

    private record Reply(int status, String date, String body) {}

    HostileApi(Drydock drydock) {
        cluster = drydock.api().uri();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "hostile-api");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            Reply reply = replies.computeIfAbsent(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    request -> ask(exchange.getRequestMethod(), exchange.getRequestURI(), sent));
            byte[] body = change.apply(reply.body()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Date", reply.date());
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withHttp2Disable(true)
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    private Reply ask(String method, URI uri, byte[] body) {
        if (!method.equals("GET") && !uri.toString().endsWith("?dryRun=All")) {
            throw new AssertionError("nothing was to be written, but " + method + " " + uri);
        }
        HttpRequest request = HttpRequest.newBuilder(cluster.resolve(uri))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json")
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            return new Reply(
                    answer.statusCode(), answer.headers().firstValue("Date").orElseThrow(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Every answer from now on is what {@code hostile} makes of it. */
    void answer(UnaryOperator<String> hostile) {
        change = hostile;
    }

    KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}
