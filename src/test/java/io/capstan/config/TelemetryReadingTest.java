package io.capstan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.telemetry.AlertMatchers;
import io.capstan.telemetry.Credentials;
import io.capstan.telemetry.Endpoint;
import io.capstan.telemetry.GroupingKey;
import io.capstan.telemetry.Pushgateway;
import io.capstan.telemetry.TelemetrySettings;
import io.capstan.telemetry.TelemetrySettings.AlertGate;
import io.capstan.telemetry.TelemetrySettings.Push;
import io.capstan.telemetry.TextFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TelemetryReadingTest {
    private final Map<Key, String> set = new EnumMap<>(Key.class);

    @Test
    void byDefaultMetricsGoNowhereAndNobodyIsAskedForAlerts() {
        assertThat(read()).isEqualTo(TelemetrySettings.none());
        assertThat(read().outlets()).isEmpty();
        assertThat(read().alerts()).isEmpty();
    }

    @Test
    void everythingThatCanBeConfigured() {
        set.put(Key.PUSHGATEWAY_URL, "https://push.example/gateway/");
        set.put(Key.PUSHGATEWAY_GROUPING, "cluster=prod");
        set.put(Key.PUSHGATEWAY_USERNAME, "prom");
        set.put(Key.PUSHGATEWAY_PASSWORD_FILE, "/etc/push/password");
        set.put(Key.PUSHGATEWAY_CA_FILE, "/etc/push/ca.crt");
        set.put(Key.TEXTFILE, "/var/lib/node-exporter/capstan.prom");
        set.put(Key.ALERTS_URL, "https://prometheus.example");
        set.put(Key.ALERTS_MATCHERS, "severity=\"page\"");
        set.put(Key.ALERTS_CA_FILE, "/etc/prometheus/ca.crt");
        set.put(Key.ALERTS_BEARER_TOKEN_FILE, "/etc/prometheus/token");
        assertThat(read())
                .isEqualTo(new TelemetrySettings(
                        Optional.of(new Push(
                                new Endpoint(
                                        "capstan.pushgateway",
                                        URI.create("https://push.example/gateway"),
                                        Optional.of(new Credentials.Basic("prom", Path.of("/etc/push/password"))),
                                        Optional.of(Path.of("/etc/push/ca.crt"))),
                                new GroupingKey(Map.of("cluster", "prod")))),
                        Optional.of(Path.of("/var/lib/node-exporter/capstan.prom")),
                        Optional.of(new AlertGate(
                                new Endpoint(
                                        "capstan.alerts",
                                        URI.create("https://prometheus.example"),
                                        Optional.of(new Credentials.Bearer(Path.of("/etc/prometheus/token"))),
                                        Optional.of(Path.of("/etc/prometheus/ca.crt"))),
                                AlertMatchers.parse("severity=\"page\"")))));
        assertThat(read().outlets()).hasExactlyElementsOfTypes(Pushgateway.class, TextFile.class);
        assertThat(read().alerts()).isPresent();
    }

    @Test
    void whatIsWrongIsToldWithAllThatIsWrongBesides() {
        set.put(Key.PUSHGATEWAY_URL, "push.example:9091");
        set.put(Key.PUSHGATEWAY_GROUPING, "namespace=x");
        set.put(Key.TEXTFILE, "/tmp/metrics.txt");
        set.put(Key.ALERTS_URL, "http://prometheus.example?x=y");
        set.put(Key.ALERTS_MATCHERS, "severity=page");
        assertMistakes("""
                capstan.alerts-matchers is 'severity=page'; allowed is matchers of labels such as \
                severity="critical",alertname!~"Capstan.*"; at character 10 stands 'p' instead of a value in quotes
                capstan.alerts-url is 'http://prometheus.example?x=y'; allowed is http:// or https:// with a host, and \
                neither credentials nor '?' nor '#'
                capstan.pushgateway-grouping is 'namespace=x'; allowed is labels such as cluster=prod,region=eu; the label \
                'namespace' is taken by the metrics themselves
                capstan.pushgateway-url is 'push.example:9091'; allowed is http:// or https:// with a host, and neither \
                credentials nor '?' nor '#'
                capstan.textfile is '/tmp/metrics.txt'; allowed is a file name that ends with .prom: no other is collected""");
    }

    @Test
    void aPasswordInAnAddressIsRefusedAndNotPrinted() {
        set.put(Key.PUSHGATEWAY_URL, "https://prom:s3c/r@et@push.example");
        assertMistakes("""
                capstan.pushgateway-url is '…@push.example'; allowed is http:// or https:// with a host, and neither \
                credentials nor '?' nor '#'""");
    }

    @Test
    void credentialsNeedTlsUnlessTheyStayOnThisMachine() {
        set.put(Key.PUSHGATEWAY_USERNAME, "prom");
        set.put(Key.PUSHGATEWAY_PASSWORD_FILE, "/etc/push/password");
        set.put(Key.PUSHGATEWAY_URL, "http://localhost:9091");
        assertThat(read().pushgateway()).isPresent();
        set.put(Key.PUSHGATEWAY_URL, "http://push.example:9091");
        assertMistakes("""
                capstan.pushgateway-url is 'http://push.example:9091'; allowed is https, or a loopback address, where \
                credentials are sent along""");
    }

    @Test
    void aKeyThatNeedsAnotherSaysSo() {
        set.put(Key.PUSHGATEWAY_GROUPING, "cluster=prod");
        set.put(Key.PUSHGATEWAY_USERNAME, "prom");
        set.put(Key.ALERTS_MATCHERS, "severity=\"page\"");
        assertMistakes("""
                capstan.alerts-url is ''; allowed is a value, because capstan.alerts-matchers has one
                capstan.pushgateway-password-file is ''; allowed is a value, because capstan.pushgateway-username has one
                capstan.pushgateway-url is ''; allowed is a value, because capstan.pushgateway-grouping has one""");
    }

    @Test
    void anAlertGateWithoutMatchersWouldCloseForEveryAlertAndIsRefused() {
        set.put(Key.ALERTS_URL, "http://prometheus.example:9090");
        assertThatThrownBy(this::read)
                .isInstanceOf(Settings.MistakesException.class)
                .hasMessageStartingWith("capstan.alerts-matchers is ''; allowed is matchers of labels");
    }

    @Test
    void aUsersNameCannotHoldAColon() {
        set.put(Key.PUSHGATEWAY_URL, "https://push.example");
        set.put(Key.PUSHGATEWAY_USERNAME, "a:b");
        set.put(Key.PUSHGATEWAY_PASSWORD_FILE, "/etc/push/password");
        assertMistakes("capstan.pushgateway-username is 'a:b'; allowed is a name without ':', which ends it");
    }

    private TelemetrySettings read() {
        return Settings.of(name -> set.entrySet().stream()
                        .filter(entry -> entry.getKey().fullName().equals(name))
                        .map(Map.Entry::getValue)
                        .findFirst())
                .telemetry();
    }

    private void assertMistakes(String expected) {
        assertThatThrownBy(this::read)
                .isInstanceOf(Settings.MistakesException.class)
                .hasMessage(expected.replace("\n", System.lineSeparator()));
    }
}
