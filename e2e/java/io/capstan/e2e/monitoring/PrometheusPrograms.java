package io.capstan.e2e.monitoring;

import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code e2e/monitoring/fetch} has fetched: Prometheus, promtool, Alertmanager and Pushgateway. */
public record PrometheusPrograms(Path directory) {

    /**
     * Those that system property {@code capstan.e2e.prometheus} names; by default the link that the Maven profile makes.
     *
     * @throws IllegalStateException if nothing has been fetched; the message says how to
     */
    public static PrometheusPrograms fetched() {
        Path directory = Path.of(System.getProperty("capstan.e2e.prometheus", "target/e2e/prometheus"));
        if (!Files.isDirectory(directory.resolve("bin"))) {
            throw new IllegalStateException(
                    "no programs in " + directory + "; get them with: e2e/monitoring/fetch " + directory);
        }
        return new PrometheusPrograms(directory.toAbsolutePath());
    }

    public String path(String program) {
        return directory.resolve("bin").resolve(program).toString();
    }
}
