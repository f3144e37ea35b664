package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.capstan.config.Key;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While alerts fire nothing that disturbs users is begun. */
class AlertsTest {
    private final CronJob job = CronJob.onThePagesCluster().with(Key.MAX_AGE, "1s");
    private final String old = job.anchor();
    private HttpServer prometheus;
    private volatile boolean firing;

    @BeforeEach
    void startPrometheus() throws IOException {
        prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        prometheus.createContext("/api/v1/alerts", exchange -> {
            byte[] answer = answer().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        prometheus.start();
        job.with(Key.ALERTS_URL, "http://127.0.0.1:" + prometheus.getAddress().getPort())
                .with(Key.ALERTS_MATCHERS, "severity=\"critical\",alertname!~\"Capstan.*\"");
    }

    private String answer() {
        String alert = "{\"labels\":{\"alertname\":\"CheckoutDown\",\"severity\":\"critical\"},\"state\":\"firing\"}";
        return "{\"status\":\"success\",\"data\":{\"alerts\":[" + (firing ? alert : "") + "]}}";
    }

    @AfterEach
    void stop() {
        prometheus.stop(0);
        job.close();
    }

    @Test
    void noBatchIsBegunWhileAnAlertFiresAndTheRestFollowsWhenItIsSilent() {
        job.sleepBy(duration -> {
            job.drydock().world().advance(duration);
            firing |= !job.anchor().equals(old);
        });
        assertThat(job.pass()).isZero();
        assertThat(job.lastLine()).contains("is held (alerts): firing: CheckoutDown");
        assertThat(job.events().reasons())
                .contains("AnchorRenewed", "RotationHeld")
                .doesNotContain("WorkloadRestarted");
        assertThat(job.metrics().value("capstan_rotation_held{gate=\"alerts\"}"))
                .isOne();
        assertThat(job.nextPass()).isZero();
        assertThat(job.drydock().probe().tally().starts()).isZero();

        job.sleepBy(job.drydock().world()::advance);
        firing = false;
        assertThat(job.nextPass()).isZero();
        assertThat(job.isWaitingForLeaves()).isTrue();
        assertThat(job.failedHandshakes()).isZero();
        assertThat(job.metrics().value("capstan_rotation_held{gate=\"alerts\"}"))
                .isZero();
    }

    @Test
    void whoCannotAskPrometheusHoldsAndSaysWhy() {
        prometheus.stop(0);

        assertThat(job.pass()).isZero();
        assertThat(job.lastLine())
                .contains("is held (alerts): Prometheus http://127.0.0.1:")
                .contains("cannot tell which alerts fire: no answer", "check capstan.alerts-url");
        assertThat(job.anchor()).isEqualTo(old);
        job.passesUntil(() -> job.passes() == 3, Duration.ofHours(1));
        assertThat(job.anchor()).isEqualTo(old);
    }
}
