package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.stack.Eventually;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A rotation by processes that live, of which one is ended by SIGTERM and one by {@code kill -9} in the middle of it. */
class ServeIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private MeshedCluster cluster;
    private Capstan capstan;

    @BeforeEach
    void start(TestInfo test) {
        cluster = MeshedCluster.start(test, "k8s/serve");
        capstan = DeployedPod.ofDeployment(cluster.stack(), "capstan", "capstan")
                .capstan()
                .with(Map.of("CAPSTAN_SERVE_EVERY", "5s", "CAPSTAN_STRATEGY", "prompt"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aRotationIsCarriedOnByWhoeverLeadsNext() {
        String old = cluster.anchor();
        capstan.requestRotation(cluster.shell());

        try (Capstan.Running first = serve(Served.somewhere())) {
            awaitPhase("distributing", first);
            try (Capstan.Running second = serve(Served.somewhere())) {
                Capstan.Result terminated = first.terminate();
                assertThat(terminated.exitCode()).as(terminated.err()).isZero();
                assertThat(terminated.err()).contains("pass stopped: ");
                awaitPhase("switching", second);
                second.kill();
            }
        }
        Served last = Served.somewhere();
        try (Capstan.Running third = serve(last)) {
            Eventually.until(
                    "the third says that it has ended the rotation",
                    LIMIT,
                    () -> last.get("/q/metrics").body().contains("\ncapstan_rotation_last_success_timestamp_seconds"));
            assertThat(third.terminate().exitCode()).isZero();
        }

        cluster.assertRotatedFrom(old);
        assertThat(capstan.run("history", "-o", "json").out()).containsOnlyOnce("\"id\"");
        cluster.assertNoHandshakeFailed();
    }

    private Capstan.Running serve(Served there) {
        return capstan.with(there.settings()).start("serve");
    }

    private static void awaitPhase(String phase, Capstan.Running serve) {
        Eventually.until("it is " + phase, LIMIT, () -> serve.out().contains("phase=" + phase));
    }
}
