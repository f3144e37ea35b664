package io.capstan.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.capstan.fixture.LoopbackTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in for a Pushgateway or a Prometheus: remembers what it is asked and gives one answer to everything. */
final class LoopbackServer implements AutoCloseable {
    private static final int ENDLESS = 0;

    private final HttpServer server;
    private final String scheme;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = "";
    private volatile String location = "";

    /** @param path as it came over the wire */
    record Asked(String method, String path, String authorization, String contentType, String body) {}

    private LoopbackServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::handle);
        server.start();
    }

    static LoopbackServer http() {
        try {
            return new LoopbackServer(HttpServer.create(anyPort(), 0), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LoopbackServer https(LoopbackTls tls) {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls.server()));
            return new LoopbackServer(server, "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LoopbackServer answers(int code, String text) {
        status = code;
        answer = text;
        return this;
    }

    LoopbackServer redirectsTo(String address) {
        location = address;
        return answers(302, "");
    }

    URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    Endpoint endpoint(String keys) {
        return new Endpoint(keys, url(), Optional.empty(), Optional.empty());
    }

    Endpoint endpoint(String keys, Path caFile) {
        return new Endpoint(keys, url(), Optional.empty(), Optional.of(caFile));
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                header(exchange, "Authorization"),
                header(exchange, "Content-Type"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (!location.isEmpty()) {
            exchange.getResponseHeaders().add("Location", location);
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : ENDLESS);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
