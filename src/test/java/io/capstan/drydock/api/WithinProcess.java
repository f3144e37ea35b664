package io.capstan.drydock.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.StandardHttpHeaders;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.ByteArrayBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.StringBodyContent;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries a client's requests to the API server on the caller's own thread, without a socket: for those who ask so often
 * that the network would be most of their time. It knows no watches.
 */
final class WithinProcess extends StandardHttpClient<WithinProcess, WithinProcess.Factory, WithinProcess.Builder> {
    private final HttpListener.Handler server;

    private WithinProcess(Builder builder, AtomicBoolean closed, HttpListener.Handler server) {
        super(builder, closed);
        this.server = server;
    }

    record Factory(HttpListener.Handler server) implements HttpClient.Factory {
        @Override
        public Builder newBuilder() {
            return new Builder(this);
        }
    }

    static final class Builder extends StandardHttpClientBuilder<WithinProcess, Factory, Builder> {
        private Builder(Factory factory) {
            super(factory);
        }

        @Override
        public WithinProcess build() {
            AtomicBoolean closed = client == null ? new AtomicBoolean() : client.getClosed();
            return new WithinProcess(this, closed, clientFactory.server());
        }

        @Override
        protected Builder newInstance(Factory factory) {
            return new Builder(factory);
        }
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        Answered reply = new Answered();
        try {
            server.handle(call(request), reply);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return reply.answer
                .<CompletableFuture<HttpResponse<AsyncBody>>>map(answer -> CompletableFuture.completedFuture(
                        new Response(request, answer, new Body(answer.body(), consumer))))
                .orElseGet(() -> CompletableFuture.failedFuture(new IOException("Connection was closed")));
    }

    private static HttpCall call(StandardHttpRequest request) {
        String query = request.uri().getRawQuery();
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        if (request.getContentType() != null) {
            headers.put("content-type", request.getContentType());
        }
        return new HttpCall(
                request.method(),
                request.uri().getRawPath() + (query == null ? "" : "?" + query),
                headers,
                content(request));
    }

    private static byte[] content(StandardHttpRequest request) {
        if (request.body() instanceof StringBodyContent text) {
            return text.getContent().getBytes(StandardCharsets.UTF_8);
        }
        return request.body() instanceof ByteArrayBodyContent bytes ? bytes.getContent() : new byte[0];
    }

    /** Keeps an answer; stays without one if the connection was dropped. */
    private static final class Answered implements Reply {
        private Optional<Answer> answer = Optional.empty();

        @Override
        public void send(int status, Map<String, String> headers, byte[] body) {
            answer = Optional.of(new Answer(status, headers, body));
        }

        @Override
        public void startChunks(int status, Map<String, String> headers) {
            throw new UnsupportedOperationException("a watch needs a client that is connected by a socket");
        }

        @Override
        public void chunk(byte[] content) {
            throw new UnsupportedOperationException("no chunks were started");
        }

        @Override
        public void endChunks() {
            throw new UnsupportedOperationException("no chunks were started");
        }

        @Override
        public void drop() {
            answer = Optional.empty();
        }
    }

    private static final class Response extends StandardHttpHeaders implements HttpResponse<AsyncBody> {
        private final HttpRequest request;
        private final int code;
        private final Body body;

        Response(HttpRequest request, Answer answer, Body body) {
            super(lists(answer.headers()));
            this.request = request;
            this.code = answer.status();
            this.body = body;
        }

        private static Map<String, List<String>> lists(Map<String, String> headers) {
            Map<String, List<String>> lists = new HashMap<>();
            headers.forEach((name, value) -> lists.put(name, List.of(value)));
            return lists;
        }

        @Override
        public int code() {
            return code;
        }

        @Override
        public AsyncBody body() {
            return body;
        }

        @Override
        public HttpRequest request() {
            return request;
        }

        @Override
        public Optional<HttpResponse<?>> previousResponse() {
            return Optional.empty();
        }
    }

    /** Gives everything when it is first asked, and its end when it is asked for more. */
    private static final class Body implements AsyncBody {
        private final byte[] content;
        private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
        private final AtomicBoolean given = new AtomicBoolean();
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Body(byte[] content, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            this.content = content;
            this.consumer = consumer;
        }

        @Override
        public void consume() {
            if (!given.compareAndSet(false, true)) {
                done.complete(null);
                return;
            }
            try {
                consumer.consume(List.of(ByteBuffer.wrap(content)), this);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        }

        @Override
        public CompletableFuture<Void> done() {
            return done;
        }

        @Override
        public void cancel() {
            done.cancel(false);
        }
    }

    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder webSocket, WebSocket.Listener listener) {
        throw new UnsupportedOperationException("there are no web sockets without a socket");
    }

    @Override
    protected void doClose() {}
}
