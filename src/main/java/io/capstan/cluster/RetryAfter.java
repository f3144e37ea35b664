package io.capstan.cluster;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Waits as long as a server that is busy says, and then asks again. The client's own retries (7.5.2) read Retry-After but
 * come back after 100ms all the same.
 */
final class RetryAfter implements Interceptor {
    static final String NAME = "CapstanRetryAfter";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final Duration longest;

    /** @param longest what is worth waiting for; a server that asks for more is left to the client's own retries */
    RetryAfter(Duration longest) {
        this.longest = longest;
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder request, HttpResponse<?> response, RequestTags tags) {
        return pause(response)
                .map(pause -> CompletableFuture.supplyAsync(
                        () -> true, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    private Optional<Duration> pause(HttpResponse<?> response) {
        boolean isBusy = response.code() == TOO_MANY_REQUESTS || response.code() >= SERVER_ERROR;
        return Optional.ofNullable(response.header("Retry-After"))
                .filter(seconds -> isBusy && seconds.matches("[0-9]{1,4}")) // Kubernetes gives seconds, never a date
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .filter(pause -> pause.compareTo(longest) < 0);
    }
}
