package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** With a client that would try again, after a pause that no first contact outlasts. */
class FirstContactTest {
    /** Slow as this machine, or its DNS, may be. */
    private static final Duration AMPLE = Duration.ofSeconds(60);

    /** Who waits for it gives up before, and says that there was no answer. */
    private static final Duration BEFORE_A_RETRY = AMPLE.multipliedBy(2);

    @Test
    void endsAtOnceWhereNothingListens() throws IOException {
        String address = "http://127.0.0.1:" + freePort();

        assertEndsAtOnce(
                address, "The API server at " + address + " cannot be reached (GET /version: Connection refused");
    }

    @Test
    void endsAtOnceWhereThereIsNoSuchHost() {
        assertEndsAtOnce(
                "http://no-such-host.invalid:6443",
                "The API server at http://no-such-host.invalid:6443 cannot be reached (GET /version: the host name cannot be"
                        + " resolved: no-such-host.invalid");
    }

    @Test
    void saysWhatIsWaitedForWhereAnAnswerMayStillCome() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
                KubernetesClient client = client("http://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(500))) {
            assertThat(FirstContact.make(client))
                    .hasValueSatisfying(line -> assertThat(line)
                            .startsWith("The API server at http://127.0.0.1:" + silent.getLocalPort()
                                    + " cannot be reached (GET /version: no answer within 0.5s)")
                            .endsWith("; trying again for up to 60s"));
        }
    }

    @Test
    void takesAnyAnswerForOne() {
        try (CannedApi canned = new CannedApi(request -> "<html>Please log in</html>")) {
            assertThat(FirstContact.make(canned.client())).isEmpty();
        }
    }

    private static void assertEndsAtOnce(String address, String message) {
        try (KubernetesClient client = client(address, AMPLE)) {
            assertThatThrownBy(() -> FirstContact.make(client))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith(message);
        }
    }

    /** @param limit for an answer */
    private static KubernetesClient client(String address, Duration limit) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(address)
                .withConnectionTimeout((int) AMPLE.toMillis())
                .withRequestTimeout((int) limit.toMillis())
                .withRequestRetryBackoffInterval((int) BEFORE_A_RETRY.toMillis())
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
