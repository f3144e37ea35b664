package io.capstan.telemetry;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** One request and its answer, within a limit of time and size. Redirects are not followed: they could lead off TLS. */
final class Exchange {
    private static final int LONGEST_ANSWER = 32 << 20;

    private final Endpoint endpoint;
    private final Duration limit;

    /** @param limit of the whole exchange, from the connection to the last byte of the answer */
    Exchange(Endpoint endpoint, Duration limit) {
        this.endpoint = endpoint;
        this.limit = limit;
    }

    /** @return the body of an answer 2xx */
    String get(String path) throws UnansweredException {
        return send(to(path).GET());
    }

    void delete(String path) throws UnansweredException {
        send(to(path).DELETE());
    }

    /** @param method PUT or POST; {@code metrics} in Prometheus' text format */
    void give(String method, String path, String metrics) throws UnansweredException {
        send(to(path).header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .method(method, BodyPublishers.ofString(metrics, StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder to(String path) throws UnansweredException {
        return authorized(HttpRequest.newBuilder(endpoint.resolve(path)));
    }

    private String send(HttpRequest.Builder request) throws UnansweredException {
        HttpResponse<byte[]> response =
                await(client().sendAsync(request.build(), info -> new BoundedBody(LONGEST_ANSWER)));
        String answer = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() / 100 != 2) {
            throw new UnansweredException(refusal(response, answer));
        }
        return answer;
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request) throws UnansweredException {
        if (endpoint.credentials().isEmpty()) {
            return request;
        }
        Credentials credentials = endpoint.credentials().get();
        try {
            return request.header("Authorization", credentials.header());
        } catch (IOException e) {
            throw new UnansweredException(credentials.file() + " cannot be read (" + Words.of(e) + ")", e);
        } catch (IllegalArgumentException e) {
            // the JDK's message would quote the header
            throw new UnansweredException(credentials.file() + " holds characters that no HTTP header can carry");
        }
    }

    private HttpClient client() throws UnansweredException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limit);
        if (endpoint.caFile().isPresent()) {
            client.sslContext(CaFile.context(endpoint.caFile().get()));
        }
        return client.build();
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> exchange) throws UnansweredException {
        try {
            return exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new UnansweredException("no answer within " + limit.toMillis() + "ms; " + checkAddress(), e);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnansweredException("interrupted while waiting for the answer", e);
        }
    }

    private UnansweredException failed(Throwable cause) {
        String found = Words.of(cause);
        return cause instanceof SSLException
                ? new UnansweredException(
                        "TLS failed (" + found + "); its certificate must name this host and chain to "
                                + endpoint.caFile()
                                        .map(Path::toString)
                                        .orElse("a CA that the JDK knows, or set " + endpoint.keys() + "-ca-file"),
                        cause)
                : new UnansweredException("no answer (" + found + "); " + checkAddress(), cause);
    }

    private String refusal(HttpResponse<byte[]> response, String answer) {
        String words = Words.excerpt(answer);
        String found = "it answered " + response.statusCode() + (words.isEmpty() ? "" : " (" + words + ")");
        return switch (response.statusCode()) {
            case 301, 302, 303, 307, 308 ->
                found + ", a redirect to "
                        + Words.excerpt(
                                response.headers().firstValue("Location").orElse("nowhere"))
                        + ", which is not followed; set " + endpoint.keys() + "-url to the address itself";
            case 401, 403 ->
                found + "; "
                        + endpoint.credentials()
                                .map(credentials -> "check what is in " + credentials.file())
                                .orElse("it wants credentials and none are configured");
            case 404, 405 -> found + "; " + checkAddress();
            default -> found;
        };
    }

    private String checkAddress() {
        return "check " + endpoint.keys() + "-url, and that it runs there";
    }
}
