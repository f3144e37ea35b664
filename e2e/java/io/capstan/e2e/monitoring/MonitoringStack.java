package io.capstan.e2e.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.e2e.stack.Children;
import io.capstan.e2e.stack.Eventually;
import io.capstan.e2e.stack.FreePorts;
import io.capstan.e2e.stack.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A Pushgateway, a Prometheus that scrapes it every second, and the Alertmanager that it tells, as processes on loopback.
 */
public final class MonitoringStack implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final PrometheusPrograms programs = PrometheusPrograms.fetched();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final List<Integer> ports = FreePorts.find(3);
    private final RunDirectory run;
    private final Children children;

    /**
     * Starts everything and waits until it answers. The alerts of {@code k8s/monitoring} are evaluated every second and fire
     * after one second, whatever their own time.
     *
     * @param name names the directory below {@code target/e2e/runs} that keeps the logs
     * @throws IllegalStateException if a program does not answer in time; nothing is left running then
     * @throws AssertionError if a program ends; nothing is left running then
     */
    public static MonitoringStack start(String name) {
        MonitoringStack stack = new MonitoringStack(RunDirectory.create(name));
        try {
            stack.startAll();
            return stack;
        } catch (RuntimeException | AssertionError e) {
            stack.close();
            throw e;
        }
    }

    private MonitoringStack(RunDirectory run) {
        this.run = run;
        children = new Children(run.logs());
    }

    private void startAll() {
        AlertRules.read().firingAfter(Duration.ofSeconds(1)).writeTo(run.scratch("rules.yaml"));
        Path prometheus = write("prometheus.yaml", prometheusConfiguration());
        Path alertmanager = write("alertmanager.yaml", """
                route: {receiver: nobody, group_wait: 0s}
                receivers: [{name: nobody}]
                """);
        children.start(
                "pushgateway",
                List.of(programs.path("prometheus-pushgateway"), "--web.listen-address=" + pushgateway()));
        children.start(
                "alertmanager",
                List.of(
                        programs.path("prometheus-alertmanager"),
                        "--config.file=" + alertmanager,
                        "--storage.path=" + run.scratch("alertmanager"),
                        "--cluster.listen-address=", // alone, so it need not look for others
                        "--web.listen-address=" + alertmanager()));
        children.start(
                "prometheus",
                List.of(
                        programs.path("prometheus"),
                        "--config.file=" + prometheus,
                        "--storage.tsdb.path=" + run.scratch("prometheus"),
                        "--web.listen-address=" + prometheus()));
        for (String address : List.of(pushgateway(), alertmanager(), prometheus())) {
            await("http://" + address + " is ready", () -> {
                get(address, "/-/ready");
                return true;
            });
        }
    }

    private String prometheusConfiguration() {
        return """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [%s]
                alerting: {alertmanagers: [{static_configs: [{targets: ['%s']}]}]}
                scrape_configs:
                  - job_name: pushgateway
                    honor_labels: true
                    static_configs: [{targets: ['%s']}]
                """.formatted(run.scratch("rules.yaml"), alertmanager(), pushgateway());
    }

    /** Where to push to, without a path: {@code http://127.0.0.1:PORT}. */
    public String pushgatewayUrl() {
        return "http://" + pushgateway();
    }

    /** Replaces the whole group of a cluster with metrics in the text format, and waits until Prometheus has scraped it. */
    public void push(String cluster, String exposition) {
        send(HttpRequest.newBuilder(group(cluster)).PUT(BodyPublishers.ofString(exposition)));
        awaitScrapeOfWhatIsThereNow();
    }

    /** Deletes the group of a cluster. */
    public void forget(String cluster) {
        send(HttpRequest.newBuilder(group(cluster)).DELETE());
    }

    /**
     * The series that a query returns at this moment.
     *
     * @throws IllegalStateException with Prometheus's own words, where the query is wrong
     */
    public List<JsonNode> query(String expression) {
        return elements(
                get(prometheus(), "/api/v1/query?query=" + encode(expression)).at("/data/result"));
    }

    /** The values that a label has on the series that match. */
    public List<String> labelValues(String label, String series) {
        return elements(get(prometheus(), "/api/v1/label/" + label + "/values?match%5B%5D=" + encode(series))
                        .path("data"))
                .stream()
                .map(JsonNode::asText)
                .toList();
    }

    /** What Alertmanager has been told is firing. */
    public List<FiringAlert> firing() {
        return elements(get(alertmanager(), "/api/v2/alerts")).stream()
                .map(alert -> new FiringAlert(alert.path("labels"), alert.path("annotations")))
                .toList();
    }

    /** The processes that are running now. */
    public List<ProcessHandle> processes() {
        return children.processes();
    }

    /** Waits up to a minute; fails at once when a program has ended. */
    public void await(String what, Callable<Boolean> condition) {
        Eventually.until(what, LIMIT, () -> {
            children.assertAlive();
            return condition.call();
        });
    }

    /** Ends every process of the stack, and only those. */
    @Override
    public void close() {
        children.close();
    }

    /** An alert in Alertmanager. */
    public record FiringAlert(JsonNode labels, JsonNode annotations) {
        public String name() {
            return label("alertname");
        }

        /** Empty if it has none of that name. */
        public String label(String name) {
            return labels.path(name).asText();
        }
    }

    private void awaitScrapeOfWhatIsThereNow() {
        // the gateway's own metric tells when a group was last pushed; Prometheus has it once it has the group
        String pushed = "max(push_time_seconds{job=\"capstan\"})";
        double latest = lastPush();
        await(
                "Prometheus has scraped what was pushed",
                () -> query(pushed).stream()
                        .anyMatch(series -> series.at("/value/1").asDouble() >= latest));
    }

    private double lastPush() {
        return elements(get(pushgateway(), "/api/v1/metrics").path("data")).stream()
                .mapToDouble(
                        group -> group.at("/push_time_seconds/metrics/0/value").asDouble())
                .max()
                .orElseThrow();
    }

    private URI group(String cluster) {
        return URI.create(pushgatewayUrl() + "/metrics/job/capstan/cluster/" + encode(cluster));
    }

    private JsonNode get(String address, String path) {
        String body = send(HttpRequest.newBuilder(URI.create("http://" + address + path)));
        try {
            return body.startsWith("{") || body.startsWith("[") ? json.readTree(body) : json.nullNode();
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + body, e);
        }
    }

    private String send(HttpRequest.Builder request) {
        HttpRequest built = request.timeout(Duration.ofSeconds(20)).build();
        try {
            var response = http.send(built, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        built.method() + " " + built.uri() + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(built.method() + " " + built.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + built.uri(), e);
        }
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(run.scratch(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String pushgateway() {
        return "127.0.0.1:" + ports.get(0);
    }

    private String prometheus() {
        return "127.0.0.1:" + ports.get(1);
    }

    private String alertmanager() {
        return "127.0.0.1:" + ports.get(2);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<JsonNode> elements(JsonNode array) {
        return Json.elements(array).toList();
    }
}
