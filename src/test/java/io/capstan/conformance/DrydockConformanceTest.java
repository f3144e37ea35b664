package io.capstan.conformance;

import io.capstan.drydock.WorldClock;
import io.capstan.drydock.api.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

class DrydockConformanceTest extends ApiConformance {
    private final WorldClock clock = new WorldClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final ApiServer server = started();
    private final KubernetesClient client = server.client();

    private ApiServer started() {
        ApiServer fresh = ApiServer.start(clock);
        // A real API server has long forgotten its first versions.
        fresh.compact();
        return fresh;
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Override
    KubernetesClient client() {
        return client;
    }

    @Override
    String namespace() {
        return "default";
    }

    @Override
    void letASecondPass() {
        clock.moveBy(Duration.ofSeconds(1));
    }

    @Override
    Instant now() {
        return clock.instant();
    }
}
