package io.capstan.e2e.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.monitoring.MonitoringStack.FiringAlert;
import io.capstan.e2e.stack.Listening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The way of a push to a firing alert, through the real programs. */
class AlertIT {
    private static final Duration YEAR = Duration.ofDays(365);

    private static MonitoringStack stack;

    @BeforeAll
    static void start() {
        stack = MonitoringStack.start("alerts");
    }

    @AfterAll
    static void stop() {
        List<ProcessHandle> processes = stack.processes();
        stack.close();
        assertThat(processes).hasSize(3).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void listensOnLoopbackAlone() {
        assertThat(Listening.of(stack.processes())).hasSize(3).allMatch(Listening.Socket::isLoopback);
    }

    @Test
    void tellsAlertmanagerOfAnExpiringAnchorUntilItIsReplaced() {
        stack.push("harbour", published(Duration.ofDays(10)));
        stack.push("lagoon", published(Duration.ofDays(300)));

        stack.await("the anchor's alert is in Alertmanager", () -> isFiring("CapstanAnchorExpiresSoon", "harbour"));

        FiringAlert alert = alert("CapstanAnchorExpiresSoon", "harbour");
        assertThat(alert.label("severity")).isEqualTo("critical");
        assertThat(alert.label("namespace") + "/" + alert.label("name")).isEqualTo("cert-manager/linkerd-trust-anchor");
        assertThat(alert.annotations().path("summary").asText())
                .matches("harbour: the trust anchor expires in 9d 23h 5\\dm.*");
        assertThat(alert.annotations().path("runbook_url").asText())
                .isEqualTo("docs/runbooks/CapstanAnchorExpiresSoon.md");
        assertThat(stack.firing()).noneMatch(other -> other.label("cluster").equals("lagoon"));

        stack.push("harbour", published(YEAR));

        stack.await("the alert is resolved", () -> !isFiring("CapstanAnchorExpiresSoon", "harbour"));
    }

    @Test
    void tellsAlertmanagerWhichClusterHasFallenSilent() {
        stack.push("atoll", published(YEAR));
        stack.forget("atoll");

        stack.await("the absence is in Alertmanager", () -> isFiring("CapstanMetricsAbsent", "atoll"));
    }

    private static boolean isFiring(String name, String cluster) {
        return stack.firing().stream()
                .anyMatch(alert ->
                        alert.name().equals(name) && alert.label("cluster").equals(cluster));
    }

    private static FiringAlert alert(String name, String cluster) {
        return stack.firing().stream()
                .filter(alert ->
                        alert.name().equals(name) && alert.label("cluster").equals(cluster))
                .findFirst()
                .orElseThrow();
    }

    /** What a pass publishes of a steady cluster whose anchor, made for a year, has so much left. */
    private static String published(Duration left) {
        Instant now = Instant.now();
        long end = now.plus(left).getEpochSecond();
        return """
                # TYPE capstan_certificate_not_after_timestamp_seconds gauge
                capstan_certificate_not_after_timestamp_seconds{role="anchor",namespace="cert-manager",name="linkerd-trust-anchor"} %d
                # TYPE capstan_certificate_not_before_timestamp_seconds gauge
                capstan_certificate_not_before_timestamp_seconds{role="anchor",namespace="cert-manager",name="linkerd-trust-anchor"} %d
                # TYPE capstan_rotation_deadline_timestamp_seconds gauge
                capstan_rotation_deadline_timestamp_seconds %d
                # TYPE capstan_rotation_phase gauge
                capstan_rotation_phase{phase="steady"} 1
                # TYPE capstan_pass_last_success_timestamp_seconds gauge
                capstan_pass_last_success_timestamp_seconds %d
                """.formatted(end, end - YEAR.toSeconds(), end, now.getEpochSecond());
    }
}
