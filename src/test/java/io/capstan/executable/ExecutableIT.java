package io.capstan.executable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command line from outside, on a cluster as Linkerd's page leaves it: the packaged jar, or any executable that
 * {@code -Dcapstan.executable=PATH} names, such as a native one.
 */
class ExecutableIT {
    private static final Pattern COMMAND = Pattern.compile("^ {2}([a-z]+) {2,}", Pattern.MULTILINE);
    private static final int USAGE = 64;
    private static final int CLUSTER = 3;
    private static final int OUTPUT = 74;
    /** The first contact, which is not tried again. */
    private static final String ASKED_ONCE = "GET /version";

    @TempDir
    private static Path directory = Path.of("");

    private static LiveCluster cluster;
    private static Executable capstan;

    @BeforeAll
    static void start() {
        cluster = LiveCluster.afterThePage(directory);
        capstan = Executable.underTest().at(cluster.kubeconfig());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void namesItsCommands() {
        assertThat(commands())
                .contains("check", "plan", "rotate", "status", "run", "pause", "resume", "history", "serve");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsEachOfThem(String command) {
        Executable.Result help = capstan.run(command, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).startsWith("Usage: capstan " + command);
        assertThat(help.err()).isEmpty();
    }

    @Test
    void saysItsVersion() {
        assertThat(capstan.run("--version").out()).matches("capstan \\d+\\.\\d+\\.\\d+.*\\R");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sail",
                "check --fast",
                "check -o yaml",
                "pause",
                "rotate --strategy careful",
                "check --context nowhere"
            })
    void refusesWhatItDoesNotKnow(String line) {
        Executable.Result refused = capstan.run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(refused.exitCode()).isEqualTo(USAGE);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).doesNotContain("Exception").hasLineCount(1);
    }

    @Test
    void isNoSuccessWhereItsOutputIsLost() {
        List<String> line = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"));
        line.addAll(capstan.command());
        Executable.Result install = new Executable(line, capstan.environment()).run("install", "--image", "capstan");

        assertThat(install.exitCode()).isEqualTo(OUTPUT);
        assertThat(install.err())
                .startsWith("standard output could not be written (No space left on device)")
                .hasLineCount(1);
    }

    @Test
    void namesTheKeyOfAMistakeInItsConfiguration() {
        Executable.Result refused = capstan.with("CAPSTAN_VOLUME_LAG", "abc").run("check");

        assertThat(refused.exitCode()).isEqualTo(USAGE);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("capstan.volume-lag is 'abc'; ").hasLineCount(1);
    }

    @Test
    void saysWhichServerItCannotReach() throws IOException {
        Executable.Result check = capstan.at(LiveCluster.kubeconfig(
                        directory.resolve("nowhere"), URI.create("http://127.0.0.1:" + freePort())))
                .run("check");

        assertThat(check.exitCode()).isEqualTo(CLUSTER);
        assertThat(check.out()).isEmpty();
        assertThat(check.err())
                .startsWith("The API server at http://127.0.0.1:")
                .contains("cannot be reached", ASKED_ONCE)
                .hasLineCount(1);
    }

    @Test
    void checksInWordsAndInJsonAlike() {
        Executable.Result text = capstan.run("check");
        Executable.Result json = capstan.run("check", "-o", "json");

        assertThat(text.err()).isEmpty();
        assertThat(text.out()).contains("[anchor-unattended-renewal]", "Status check results are");
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(json.err()).isEmpty();
        assertThat(parsed(json).path("status").asText()).isEqualTo("warning");
        assertThat(parsed(json).path("phase").asText()).isEqualTo("steady");
        assertThat(json.exitCode()).isEqualTo(1);
    }

    @Test
    void printsCertificatesAsThePageDoes() {
        Executable.Result certificates = capstan.run("check", "--certificates");

        assertThat(certificates.exitCode()).isZero();
        assertThat(certificates.out())
                .containsPattern("Issuer: [0-9a-f]{16}\\.\\.\\. CN=root\\.linkerd\\.cluster\\.local");
    }

    @Test
    void plansARotationAndSaysThatNoneIsUnderWay() {
        assertThat(parsed(capstan.run("plan", "-o", "json")).path("steps")).isNotEmpty();
        assertThat(parsed(capstan.run("status", "-o", "json")).path("underWay").asBoolean(true))
                .isFalse();
        assertThat(capstan.run("history").out()).isEqualTo("no report of a rotation is kept\n");
    }

    @Test
    void completesAPass() {
        Executable.Result pass = capstan.run("run");

        assertThat(pass.err()).isEmpty();
        assertThat(pass.out()).isEqualTo("pass completed: no rotation is to go on" + System.lineSeparator());
        assertThat(pass.exitCode()).isZero();
    }

    @Test
    void pausesAndResumes(@TempDir Path own) {
        try (LiveCluster other = LiveCluster.afterThePage(own)) {
            Executable there = capstan.at(other.kubeconfig());

            assertThat(there.run("pause", "--reason", "release freeze", "--for", "3d")
                            .exitCode())
                    .isZero();
            assertThat(parsed(there.run("status", "-o", "json")).path("paused").asText())
                    .contains("release freeze");
            assertThat(there.run("resume").exitCode()).isZero();
            assertThat(parsed(there.run("status", "-o", "json")).has("paused")).isFalse();
        }
    }

    @Test
    void rotatesTheAnchor(@TempDir Path own) {
        try (LiveCluster other = LiveCluster.afterThePage(own).inFastMotion()) {
            Executable there = capstan.at(other.kubeconfig())
                    .with("CAPSTAN_POLL_SHORTEST", "500ms")
                    .with("CAPSTAN_POLL_LONGEST", "1s")
                    // the cluster's time goes on while Capstan stalls: longer than the run may take
                    .with("CAPSTAN_ROLLOUT_TIMEOUT", "24h")
                    .with("CAPSTAN_SPREAD_LIMIT", "24h")
                    .with("CAPSTAN_RENEWAL_LIMIT", "12h");
            String before = anchor(there);

            Executable.Result rotation =
                    there.run("rotate", "--yes", "--strategy", "prompt", "--now", "--reason", "black box");

            assertThat(rotation.exitCode())
                    .describedAs("%s%s%s", rotation.out(), rotation.err(), other.lost())
                    .isZero();
            assertThat(anchor(there)).isNotEqualTo(before);
            JsonNode history = parsed(there.run("history", "-o", "json"));
            assertThat(history).hasSize(1);
            assertThat(other.drydock().probe().tally().failed()).isZero();
        }
    }

    /** The cluster's time stands still, so that cert-manager is waited for until the program is told to stop. */
    @Test
    void isStoppedInOneLineAndLeavesTheLockToTheNextRun(@TempDir Path own) {
        try (LiveCluster other = LiveCluster.afterThePage(own)) {
            Executable there = capstan.at(other.kubeconfig()).with("CAPSTAN_RUN_MAX_WAIT", "1h");
            for (String command : List.of("rotate --yes", "run", "rotate --yes")) {
                try (Executable.Running underWay = there.start(command.split(" "))) {
                    underWay.await("now=\"waiting for cert-manager");
                    Executable.Result stopped = underWay.terminate();

                    assertThat(stopped.exitCode()).isEqualTo(CLUSTER);
                    assertThat(stopped.err())
                            .startsWith("interrupted; nothing is lost: run it again")
                            .hasLineCount(1);
                }
            }
        }
    }

    @Test
    void servesUntilItIsToldToStop() throws IOException {
        int port = freePort();
        try (Executable.Running serve = capstan.with("QUARKUS_HTTP_HOST", "127.0.0.1")
                .with("QUARKUS_HTTP_PORT", Integer.toString(port))
                .start("serve")) {
            Endpoint endpoint = new Endpoint(port, serve.process());

            endpoint.await("/q/metrics", "capstan_pass_last_success_timestamp_seconds");
            endpoint.await("/q/health", "\"UP\"");
            // noted after the pass is told of
            endpoint.await("/q/health", "last-success");

            Executable.Result ended = serve.terminate();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out()).contains("pass completed: ");
            assertThat(ended.err()).isEmpty();
        }
    }

    static List<String> commands() {
        String help = capstan.run("--help").out();
        return COMMAND.matcher(help.substring(help.indexOf("Commands:")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String anchor(Executable there) {
        return parsed(there.run("status", "-o", "json")).path("anchor").asText();
    }

    private static JsonNode parsed(Executable.Result result) {
        try {
            return new ObjectMapper().readTree(result.out());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON:\n" + result.out() + result.err(), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
