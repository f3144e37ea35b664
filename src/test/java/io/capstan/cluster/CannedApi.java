package io.capstan.cluster;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers every request with 200 and whatever text a test wants, as no API server would. */
final class CannedApi implements AutoCloseable {
    private final HttpServer server;
    private final KubernetesClient client;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** @param answers gives the body for a path with its query */
    CannedApi(Function<String, String> answers) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            String request = exchange.getRequestURI().toString();
            requests.add(request);
            byte[] body = answers.apply(request).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = clientOf("http://127.0.0.1:" + server.getAddress().getPort());
    }

    static KubernetesClient clientOf(String address) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(address)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    KubernetesClient client() {
        return client;
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}
