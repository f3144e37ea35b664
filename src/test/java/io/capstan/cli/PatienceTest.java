package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.config.Settings;
import io.capstan.pass.Sleeper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands try again where nothing listens: those that nobody waits for. */
class PatienceTest {
    private static final String ASKED_ONCE = "GET /version";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "plan",
                "status",
                "history",
                "setup --dry-run",
                "rotate --yes",
                "pause --reason freeze",
                "resume"
            })
    void endsAtOnceForSomebodyWhoWaits(String command) throws IOException {
        assertThat(run(command)).isEqualTo(ExitCode.CLUSTER);
        assertThat(printed()).contains(ASKED_ONCE).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "rotate --yes --request-id job"})
    void triesAgainWhereARunGoesByItself(String command) throws IOException {
        assertThat(run(command)).isEqualTo(ExitCode.CLUSTER);
        assertThat(printed()).contains("cannot be reached").doesNotContain(ASKED_ONCE);
    }

    private int run(String command) throws IOException {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + freePort())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(60_000)
                .build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            Workbench bench =
                    new Workbench(client, Settings.of(key -> Optional.empty()), Clock.systemUTC(), Sleeper.REAL);
            PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);
            return CommandLines.of(new Console(() -> bench, to, to, false)).execute(command.split(" "));
        }
    }

    private String printed() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
