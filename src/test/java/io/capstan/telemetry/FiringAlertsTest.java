package io.capstan.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.capstan.telemetry.LoopbackServer.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiringAlertsTest {
    private static final String KEYS = "capstan.alerts";
    private static final AlertMatchers PAGES = AlertMatchers.parse("severity=\"page\",alertname!~\"Capstan.*\"");

    private final LoopbackServer prometheus = LoopbackServer.http();

    @AfterEach
    void stop() {
        prometheus.close();
    }

    @Test
    void alertsThatFireAndMatchAreNamedOnceInOrder() {
        prometheus.answers(
                200,
                answer(
                        alert("LatencyHigh", "page", "firing"),
                        alert("ErrorsHigh", "page", "firing"),
                        alert("ErrorsHigh", "page", "firing"),
                        alert("DiskFull", "page", "pending"),
                        alert("Watchdog", "none", "firing"),
                        alert("CapstanDeadlineAtRisk", "page", "firing")));
        assertThat(now().objection()).contains("firing: ErrorsHigh, LatencyHigh");
        assertThat(prometheus.asked())
                .extracting(Asked::method, Asked::path)
                .containsExactly(tuple("GET", "/api/v1/alerts"));
    }

    @Test
    void whereNoneOfThemFiresNothingStandsInTheWay() {
        prometheus.answers(200, answer(alert("DiskFull", "page", "pending"), alert("Watchdog", "none", "firing")));
        assertThat(now()).isEqualTo(new Alerts.Quiet());
        prometheus.answers(200, answer());
        assertThat(now().objection()).isEmpty();
    }

    @Test
    void anAlertsNameCannotBreakTheLine() {
        prometheus.answers(200, answer(alert("A\\nB\\u001b[2J", "page", "firing")));
        assertThat(now().objection()).contains("firing: A B\uFFFD[2J");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "",
                "[]",
                "{\"status\":\"success\"}",
                "{\"status\":\"success\",\"data\":{}}",
                "{\"status\":\"error\",\"data\":{\"alerts\":[]}}",
                "{\"status\":\"success\",\"data\":{\"alerts\":[{}]}}",
                "{\"status\":\"success\",\"data\":{\"alerts\":[{\"labels\":{}}]}}",
                "{\"status\":\"success\",\"data\":{\"alerts\":[{\"labels\":{\"a\":1},\"state\":\"firing\"}]}}"
            })
    void theGateStaysClosedWhenTheAnswerCannotBeUnderstood(String answer) {
        prometheus.answers(200, answer);
        assertThat(now()).isInstanceOf(Alerts.Unknown.class);
        assertThat(now().objection().orElseThrow())
                .startsWith("Prometheus " + prometheus.url() + " cannot tell which alerts fire: its answer has ")
                .endsWith("; check that capstan.alerts-url is the address of a Prometheus")
                .doesNotContain("\n");
    }

    @Test
    void theGateStaysClosedWhenPrometheusFails() {
        prometheus.answers(503, "Service Unavailable");
        assertThat(now())
                .isEqualTo(new Alerts.Unknown("Prometheus " + prometheus.url()
                        + " cannot tell which alerts fire: it answered 503 (Service Unavailable)"));
    }

    @Test
    void theGateStaysClosedWhenPrometheusCannotBeReached() {
        prometheus.close();
        assertThat(now().objection().orElseThrow()).endsWith("; check capstan.alerts-url, and that it runs there");
    }

    @Test
    void theGateStaysClosedWhenTheAnswerHasNoEnd() {
        prometheus.answers(200, " ".repeat(33 << 20));
        assertThat(now().objection().orElseThrow()).contains("the answer is longer than 33554432 bytes");
    }

    @Test
    void aTokenIsReadFromItsFile(@TempDir Path directory) throws IOException, InterruptedException {
        prometheus.answers(200, answer());
        Path token = Files.writeString(directory.resolve("token"), "abc\n");
        Endpoint endpoint =
                new Endpoint(KEYS, prometheus.url(), Optional.of(new Credentials.Bearer(token)), Optional.empty());
        assertThat(new FiringAlerts(endpoint, PAGES).now()).isEqualTo(new Alerts.Quiet());
        assertThat(prometheus.asked()).extracting(Asked::authorization).containsExactly("Bearer abc");
    }

    private Alerts now() {
        try {
            return new FiringAlerts(prometheus.endpoint(KEYS), PAGES, Duration.ofSeconds(30)).now();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody has interrupted it", e);
        }
    }

    private static String answer(String... alerts) {
        return "{\"status\":\"success\",\"data\":{\"alerts\":[" + String.join(",", alerts) + "]}}";
    }

    /** As Prometheus 2.42 and 3 write one. */
    private static String alert(String name, String severity, String state) {
        return """
               {"labels":{"alertname":"%s","severity":"%s"},"annotations":{"summary":"a"},"state":"%s",
                "activeAt":"2026-03-11T12:00:00.5Z","value":"1e+00"}""".formatted(name, severity, state);
    }
}
