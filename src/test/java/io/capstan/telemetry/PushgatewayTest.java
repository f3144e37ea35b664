package io.capstan.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.capstan.fixture.LoopbackTls;
import io.capstan.report.Gauge;
import io.capstan.report.Metric;
import io.capstan.telemetry.LoopbackServer.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushgatewayTest {
    private static final String KEYS = "capstan.pushgateway";
    private static final GroupingKey GROUP = GroupingKey.parse("cluster=prod,team=a/b");
    private static final String PATH = "/metrics/job/capstan/cluster/prod/team@base64/YS9i";
    private static final List<Gauge> OPEN = List.of(Metric.WINDOW_OPEN.of(true));
    private static final String OPEN_TEXT = """
            # HELP capstan_window_open 1 while a maintenance window is open, else 0.
            # TYPE capstan_window_open gauge
            capstan_window_open 1.0
            """;

    private final LoopbackServer server = LoopbackServer.http();

    private final Path directory;

    PushgatewayTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void onePutReplacesTheWholeGroup() throws UndeliveredException {
        pushgateway(server.endpoint(KEYS)).publish(OPEN);
        assertThat(server.asked())
                .containsExactly(new Asked("PUT", PATH, "", "text/plain; version=0.0.4; charset=utf-8", OPEN_TEXT));
    }

    @Test
    void aPassThatFailedLeavesTheMetricsOfOtherNames() throws UndeliveredException {
        server.answers(202, "");
        pushgateway(server.endpoint(KEYS)).publishOnly(OPEN);
        assertThat(server.asked())
                .containsExactly(new Asked("POST", PATH, "", "text/plain; version=0.0.4; charset=utf-8", OPEN_TEXT));
    }

    @Test
    void aGroupUnderAFormerKeyIsDeleted() throws UndeliveredException {
        server.answers(202, "");
        pushgateway(server.endpoint(KEYS)).delete(GroupingKey.parse("cluster=staging"));
        assertThat(server.asked())
                .extracting(Asked::method, Asked::path)
                .containsExactly(tuple("DELETE", "/metrics/job/capstan/cluster/staging"));
    }

    @Test
    void thePathOfTheAddressStandsBeforeThatOfTheGroup() throws UndeliveredException {
        URI prefixed = URI.create(server.url() + "/push/");
        pushgateway(new Endpoint(KEYS, prefixed, Optional.empty(), Optional.empty()))
                .publish(OPEN);
        assertThat(server.asked()).extracting(Asked::path).containsExactly("/push" + PATH);
    }

    @Test
    void thePasswordIsReadFromItsFileForEachPush() throws UndeliveredException, IOException {
        Path password = Files.writeString(directory.resolve("password"), "first\n");
        Pushgateway pushgateway = pushgateway(withPassword(password));
        pushgateway.publish(OPEN);
        Files.writeString(password, "sécond:\n");
        pushgateway.publish(OPEN);
        assertThat(server.asked())
                .extracting(Asked::authorization)
                .containsExactly(basic("prom:first"), basic("prom:sécond:"));
    }

    @Test
    void anAnswerThatIsNoSuccessIsToldInOneLine() {
        server.answers(400, "pushed metrics are invalid or inconsistent\nwith existing metrics\n");
        assertThat(failure(server.endpoint(KEYS)))
                .isEqualTo(
                        "Pushgateway " + server.url() + " did not take the metrics: it answered 400 (pushed metrics are"
                                + " invalid or inconsistent with existing metrics)");
    }

    @Test
    void refusedCredentialsAreNotToldOnlyWhereTheyAre() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "s3cret");
        server.answers(401, "Unauthorized");
        assertThat(failure(withPassword(password)))
                .endsWith("it answered 401 (Unauthorized); check what is in " + password)
                .doesNotContain("s3cret")
                .doesNotContain(basic("prom:s3cret"));
        assertThat(failure(server.endpoint(KEYS))).endsWith("it wants credentials and none are configured");
    }

    @Test
    void aPasswordFileThatIsNotThereIsNamedAndNothingIsSent() {
        Path password = directory.resolve("password");
        assertThat(failure(withPassword(password)))
                .endsWith("did not take the metrics: " + password + " cannot be read (there is no such file)");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aTokenThatNoHeaderCanCarryIsNotQuoted() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "s3c\nret");
        Endpoint endpoint =
                new Endpoint(KEYS, server.url(), Optional.of(new Credentials.Bearer(token)), Optional.empty());
        Throwable thrown = catchThrowable(() -> pushgateway(endpoint).publish(OPEN));
        assertThat(thrown)
                .hasMessageEndingWith(token + " holds characters that no HTTP header can carry")
                .hasStackTraceContaining("UnansweredException");
        assertThat(Throwables.getStackTrace(thrown)).doesNotContain("s3c");
    }

    @Test
    void aRedirectIsNotFollowed() {
        server.redirectsTo("http://elsewhere.example/");
        assertThat(failure(server.endpoint(KEYS)))
                .endsWith("it answered 302, a redirect to http://elsewhere.example/, which is not followed; set"
                        + " capstan.pushgateway-url to the address itself");
    }

    @Test
    void aServerThatDoesNotRunIsNamed() {
        Endpoint gone = server.endpoint(KEYS);
        server.close();
        assertThat(failure(gone))
                .startsWith("Pushgateway " + gone.url() + " did not take the metrics: no answer (")
                .endsWith("); check capstan.pushgateway-url, and that it runs there");
    }

    @Test
    void aServerThatDoesNotAnswerIsNotWaitedForLongerThanTheLimit() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            Endpoint endpoint = new Endpoint(KEYS, url, Optional.empty(), Optional.empty());
            assertThatThrownBy(() -> new Pushgateway(endpoint, GROUP, Duration.ofMillis(200)).publish(OPEN))
                    .isInstanceOf(UndeliveredException.class)
                    .hasMessageContaining("no answer within 200ms; check capstan.pushgateway-url");
        }
    }

    @Test
    void aServerUnderTheGivenCaIsTrusted() throws UndeliveredException, IOException {
        LoopbackTls tls = LoopbackTls.serverOf("127.0.0.1");
        try (LoopbackServer secure = LoopbackServer.https(tls)) {
            pushgateway(secure.endpoint(KEYS, caFile(tls))).publish(OPEN);
            assertThat(secure.asked()).extracting(Asked::body).containsExactly(OPEN_TEXT);
        }
    }

    @Test
    void aServerUnderAnyOtherCaIsNot() throws IOException {
        try (LoopbackServer secure = LoopbackServer.https(LoopbackTls.serverOf("127.0.0.1"))) {
            Path another = caFile(LoopbackTls.serverOf("127.0.0.1"));
            assertThat(failure(secure.endpoint(KEYS, another)))
                    .contains("did not take the metrics: TLS failed (")
                    .endsWith("); its certificate must name this host and chain to " + another);
            assertThat(failure(secure.endpoint(KEYS)))
                    .endsWith("chain to a CA that the JDK knows, or set capstan.pushgateway-ca-file");
            assertThat(secure.asked()).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherHostIsNotTrusted() throws IOException {
        LoopbackTls tls = LoopbackTls.serverOf("127.0.0.2");
        try (LoopbackServer secure = LoopbackServer.https(tls)) {
            assertThat(failure(secure.endpoint(KEYS, caFile(tls)))).contains("TLS failed (");
            assertThat(secure.asked()).isEmpty();
        }
    }

    @Test
    void aCaFileWithAnythingButCertificatesIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("ca.crt"), "nothing");
        assertThat(failure(server.endpoint(KEYS, file)))
                .contains("the CA file " + file + " holds no PEM certificate; it must hold");
        assertThat(failure(server.endpoint(KEYS, directory.resolve("absent"))))
                .endsWith("the CA file " + directory.resolve("absent") + " cannot be read (there is no such file)");
    }

    @Test
    void credentialsNeverGoOverPlainHttpToAnotherMachine() {
        Optional<Credentials> basic = Optional.of(new Credentials.Basic("prom", directory.resolve("password")));
        assertThatThrownBy(() -> new Endpoint(KEYS, URI.create("http://push.example:9091"), basic, Optional.empty()))
                .hasMessage("http://push.example:9091 is not https: credentials could be read on the way");
        assertThatThrownBy(() -> new Endpoint(KEYS, URI.create("http://127.0.0.1.example"), basic, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        for (String safe :
                List.of("http://127.0.0.1:9091", "http://localhost", "http://[::1]:9091", "https://a.example")) {
            assertThat(new Endpoint(KEYS, URI.create(safe), basic, Optional.empty()).url())
                    .hasToString(safe);
        }
    }

    private Pushgateway pushgateway(Endpoint endpoint) {
        return new Pushgateway(endpoint, GROUP);
    }

    private String failure(Endpoint endpoint) {
        Throwable thrown = catchThrowable(() -> pushgateway(endpoint).publish(OPEN));
        assertThat(thrown).isInstanceOf(UndeliveredException.class);
        String message = String.valueOf(thrown.getMessage());
        assertThat(message).doesNotContain("\n");
        return message;
    }

    private Endpoint withPassword(Path file) {
        return new Endpoint(KEYS, server.url(), Optional.of(new Credentials.Basic("prom", file)), Optional.empty());
    }

    private Path caFile(LoopbackTls tls) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "ca", ".crt"), tls.caPem());
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
}
