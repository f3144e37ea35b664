package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.monitoring.Dashboard;
import io.capstan.e2e.monitoring.MonitoringStack;
import io.capstan.e2e.stack.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A rotation that happens by itself: passes one after another, as a CronJob makes them, with a Pushgateway, a Prometheus and
 * an Alertmanager that look on, and no more rights than {@code k8s/} gives.
 */
class RunIT {
    private static final Duration WINDOW = Duration.ofSeconds(25);
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private MeshedCluster cluster;
    private MonitoringStack monitoring;
    private Capstan capstan;

    @BeforeEach
    void start(TestInfo test) {
        cluster = MeshedCluster.start(test, "k8s/base");
        monitoring = MonitoringStack.start(test.getTestMethod().orElseThrow().getName() + "-monitoring");
        // one window holds the rollouts of both, 12 s and 10 s at the least, and nothing else
        cluster.setSpec("web", "minReadySeconds", 4);
        cluster.setSpec("api", "minReadySeconds", 5);
        capstan = Capstan.asDeployed(cluster.stack(), "capstan")
                .with(Map.of(
                        "CAPSTAN_PARALLELISM", "1",
                        "CAPSTAN_ESTIMATE_PER_POD", "1s",
                        "CAPSTAN_RUN_MAX_WAIT", "8s",
                        "CAPSTAN_PUSHGATEWAY_URL", monitoring.pushgatewayUrl(),
                        "CAPSTAN_PUSHGATEWAY_GROUPING", "cluster=harbour"));
    }

    @AfterEach
    void stop() {
        monitoring.close();
        cluster.close();
    }

    @Test
    void rotatesOverSeveralPassesAndWindowsFromTheFirstAlertToTheReport() {
        String old = cluster.anchor();
        capstan.requestRotation(cluster.shell());
        // cert-manager would renew the anchor in 60 hours, and no window opens before that
        renewAnchorBefore("8700h");
        Capstan closed = capstan.with(window("0 0 " + farDay() + " *", Duration.ofHours(3)));

        Capstan.Result held = pass(closed);

        assertThat(held.out()).contains("held (window)");
        assertThat(cluster.anchor()).isEqualTo(old);
        monitoring.await(
                "the alerts are in Alertmanager",
                () -> firing().containsAll(List.of("CapstanDeadlineNear", "CapstanDeadlineBeforeWindow")));
        assertThat(eventReasons()).contains("RotationDue", "RotationHeld", "DeadlineAtRisk");
        monitoring.await("the gate is scraped", () -> series("capstan_rotation_held{gate=\"window\"} == 1") == 1);

        Capstan open = capstan.with(window("* * * * *", WINDOW));
        Eventually.until("a rotation is in the history", LIMIT, () -> {
            pass(open);
            return !history(open).isBlank();
        });

        cluster.assertRotatedFrom(old);
        cluster.assertNoHandshakeFailed();
        assertEverythingDisturbingWasDoneInWindows();
        assertThat(eventReasons())
                .contains(
                        "RotationStarted",
                        "AnchorRenewed",
                        "BundleDistributed",
                        "WorkloadRestarted",
                        "IssuerUpdated",
                        "PreviousAnchorRetired",
                        "RotationCompleted");
        assertThat(cluster.shell().kubectl("describe", "deployment", "web", "--namespace=emojivoto"))
                .contains("WorkloadRestarted", "restarted for the trust anchor");

        renewAnchorBefore("720h");
        pass(capstan);

        monitoring.await("no alert fires any more", () -> firing().isEmpty());
        assertThat(series("capstan_rotation_phase{phase=\"steady\"} == 1")).isOne();
        assertThat(series("capstan_rotation_last_success_timestamp_seconds")).isOne();
        assertThat(Dashboard.read().queries())
                .allSatisfy(query -> assertThat(monitoring.query(query.expression()))
                        .as(query.toString())
                        .isNotEmpty());
    }

    private Capstan.Result pass(Capstan configured) {
        Capstan.Result result = configured.run("run");
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.err()).isEmpty();
        return result;
    }

    private static String history(Capstan configured) {
        Capstan.Result result = configured.run("history", "-o", "json");
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out().contains("\"id\"") ? result.out() : "";
    }

    private void assertEverythingDisturbingWasDoneInWindows() {
        List<Instant> restarts = restarts();
        assertThat(restarts)
                .hasSizeGreaterThan(4)
                .allSatisfy(at -> assertThat(at.atOffset(ZoneOffset.UTC).getSecond())
                        .as(at.toString())
                        .isLessThan((int) WINDOW.toSeconds()));
        assertThat(restarts.stream().map(at -> at.getEpochSecond() / 60).distinct())
                .as("windows that were needed")
                .hasSizeGreaterThan(1);
    }

    /** When each workload was restarted last, as its pod template says. */
    private List<Instant> restarts() {
        return Stream.of("emojivoto", "linkerd")
                .flatMap(namespace -> cluster.shell()
                        .kubectl(
                                "get",
                                "deployment,statefulset,daemonset",
                                "--namespace=" + namespace,
                                "--output=jsonpath={range .items[*]}"
                                        + "{.spec.template.metadata.annotations.kubectl\\.kubernetes\\.io/restartedAt}{\"\\n\"}{end}")
                        .lines())
                .filter(line -> !line.isBlank())
                .map(Instant::parse)
                .toList();
    }

    private List<String> eventReasons() {
        return cluster.shell()
                .kubectl(
                        "get",
                        "events",
                        "--all-namespaces",
                        "--output=jsonpath={range .items[*]}{.reason}{\"\\n\"}{end}")
                .lines()
                .distinct()
                .toList();
    }

    private List<String> firing() {
        return monitoring.firing().stream()
                .map(MonitoringStack.FiringAlert::name)
                .distinct()
                .toList();
    }

    private int series(String expression) {
        return monitoring.query(expression).size();
    }

    private void renewAnchorBefore(String end) {
        cluster.shell()
                .kubectl(
                        "patch",
                        "certificate",
                        "linkerd-trust-anchor",
                        "--namespace=cert-manager",
                        "--type=merge",
                        "--patch={\"spec\":{\"renewBefore\":\"" + end + "\"}}");
    }

    private static Map<String, String> window(String cron, Duration duration) {
        Map<String, String> settings = new HashMap<>();
        settings.put("CAPSTAN_WINDOWS_0__CRON", cron);
        settings.put("CAPSTAN_WINDOWS_0__WINDOW_DURATION", duration.toSeconds() + "s");
        return settings;
    }

    /** A day of the month and a month, a hundred days from now. */
    private static String farDay() {
        var day = Instant.now().plus(Duration.ofDays(100)).atOffset(ZoneOffset.UTC);
        return day.getDayOfMonth() + " " + day.getMonthValue();
    }
}
