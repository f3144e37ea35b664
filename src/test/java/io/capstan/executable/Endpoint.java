package io.capstan.executable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** What a process serves on loopback. */
record Endpoint(int port, Process process) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Waits until the answer holds {@code text}; fails at once when the process has ended. */
    void await(String path, String text) {
        Instant end = Instant.now().plus(LIMIT);
        String answer = answer(path);
        while (!answer.contains(text)) {
            assertThat(process.isAlive()).describedAs("it runs").isTrue();
            assertThat(Instant.now())
                    .describedAs("no %s at %s within %s: %s", text, path, LIMIT, answer)
                    .isBefore(end);
            pause();
            answer = answer(path);
        }
    }

    private String answer(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "(" + e + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for " + path, e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
