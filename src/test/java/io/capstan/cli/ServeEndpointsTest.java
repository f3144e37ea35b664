package io.capstan.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.drydock.Drydock;
import io.capstan.serve.Leadership;
import io.capstan.serve.Timetable;
import io.capstan.serve.Vitals;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code serve} in Quarkus: its scheduler makes the passes, its endpoints tell of them. */
@QuarkusTest
@QuarkusTestResource(value = ServeEndpointsTest.ClusterResource.class, restrictToAnnotatedClass = true)
class ServeEndpointsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A cluster at which the program's own client is pointed, as a kubeconfig would. */
    public static final class ClusterResource implements QuarkusTestResourceLifecycleManager {
        private final Drydock drydock = Drydock.afterThePage();

        @Override
        public Map<String, String> start() {
            System.clearProperty("capstan.executable"); // is for other tests, and no setting of the program
            return Map.of(
                    "quarkus.kubernetes-client.api-server-url",
                            drydock.api().uri().toString(),
                    "quarkus.http.host-enabled", "true",
                    "quarkus.http.test-port", "0",
                    "capstan.serve.every", "1s");
        }

        @Override
        public void stop() {
            drydock.close();
        }
    }

    @Inject
    Console console;

    @Inject
    QuarkusHost host;

    @TestHTTPResource("/q/")
    @Nullable
    URI endpoints;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theEndpointsTellOfThePassesAndOfNothingElse() throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        assertThat(get("health/ready").statusCode()).isEqualTo(503);

        FutureTask<Integer> serve =
                new FutureTask<>(() -> CommandLines.of(console, here -> new ServeCommand(here, untilStopped(stop)))
                        .execute("serve"));
        new Thread(serve, "serve").start();
        // noted after the pass has shown the last of its metrics
        JsonNode live = new ObjectMapper().readTree(await("health/live", "last-success"));
        String metrics = get("metrics").body();
        assertThat(metrics)
                .containsPattern("capstan_rotation_phase\\{phase=\"steady\",?} 1.0")
                .contains(
                        "capstan_pass_last_success_timestamp_seconds",
                        "capstan_leader 1.0",
                        "capstan_pass_failures_total 0.0");
        assertThat(metrics.lines().filter(line -> !line.startsWith("#"))).allMatch(line -> line.startsWith("capstan_"));
        assertThat(get("health").statusCode()).isEqualTo(200);
        assertThat(live.at("/checks/0/status").asText()).isEqualTo("UP");
        assertThat(live.at("/checks/0/data/role").asText()).isEqualTo("leader");
        assertThat(live.at("/checks/0/data/last-success").asText()).isNotEmpty();

        stop.countDown();
        assertThat(serve.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isZero();
        assertThat(get("metrics").body()).contains("capstan_leader 0.0").doesNotContain("capstan_rotation_phase");
    }

    /** The real host but for its end, and its terms: by those a stall would lose the lead. */
    private Host untilStopped(CountDownLatch stop) {
        return new Host() {
            @Override
            public Timetable timetable(Duration every) {
                return host.timetable(every);
            }

            @Override
            public PrometheusMeterRegistry registry() {
                return host.registry();
            }

            @Override
            public Vitals vitals() {
                return host.vitals();
            }

            @Override
            public Leadership.Terms terms() {
                Leadership.Terms usual = host.terms();
                return new Leadership.Terms(Duration.ofSeconds(60), Duration.ofSeconds(40), usual.retry());
            }

            @Override
            public void awaitStop() throws InterruptedException {
                stop.await();
            }
        };
    }

    /** @return the answer that holds {@code text} */
    private String await(String path, String text) throws Exception {
        Instant end = Instant.now().plus(LIMIT);
        String answer = get(path).body();
        while (!answer.contains(text)) {
            assertThat(Instant.now()).describedAs("no %s in%n%s", text, answer).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(100);
            answer = get(path).body();
        }
        return answer;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(requireNonNull(endpoints).resolve(path)).build(), BodyHandlers.ofString());
    }
}
