package io.capstan.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.capstan.cluster.IntentStore;
import io.capstan.drydock.WorldClock;
import io.capstan.drydock.api.ApiServer;
import io.capstan.fixture.Installations;
import io.capstan.telemetry.Endpoint;
import io.capstan.telemetry.GroupingKey;
import io.capstan.telemetry.TelemetrySettings.Push;
import io.capstan.telemetry.UndeliveredException;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FormerGroupTest {
    private final ApiServer api = ApiServer.start(new WorldClock(Instant.parse("2026-03-02T08:00:00Z")));
    private final KubernetesClient client = api.client();
    private final List<String> requests = new ArrayList<>();
    private HttpServer pushgateway;
    private int answer = 202;

    @BeforeEach
    void start() throws IOException {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("linkerd")
                        .endMetadata()
                        .build())
                .create();
        pushgateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pushgateway.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        pushgateway.start();
    }

    @AfterEach
    void stop() {
        pushgateway.stop(0);
        client.close();
        api.close();
    }

    @Test
    void isDeletedOnceTheGroupingKeyHasChanged() throws Exception {
        deleteFormerOf("cluster=harbour");
        deleteFormerOf("cluster=harbour");
        assertThat(requests).isEmpty();

        deleteFormerOf("cluster=lagoon");
        deleteFormerOf("cluster=lagoon");

        assertThat(requests).containsExactly("DELETE /metrics/job/capstan/cluster/harbour");
    }

    /** A Pushgateway's grouping key is a set: what would be deleted is what was just pushed. */
    @Test
    void isNotDeletedWhereOnlyTheOrderOfItsLabelsHasChanged() throws Exception {
        deleteFormerOf("cluster=harbour,region=eu");
        deleteFormerOf("region=eu, cluster=harbour");
        assertThat(requests).isEmpty();

        deleteFormerOf("region=us,cluster=harbour");

        assertThat(requests).containsExactly("DELETE /metrics/job/capstan/cluster/harbour/region/eu");
    }

    @Test
    void isDeletedAlsoWhereItHadNoKeyAtAll() throws Exception {
        deleteFormerOf("");
        deleteFormerOf("cluster=lagoon");

        assertThat(requests).containsExactly("DELETE /metrics/job/capstan");
    }

    @Test
    void isNotForgottenWhileItCouldNotBeDeleted() throws Exception {
        deleteFormerOf("cluster=harbour");
        answer = 503;
        assertThatThrownBy(() -> deleteFormerOf("cluster=lagoon"))
                .isInstanceOf(UndeliveredException.class)
                .hasMessageContaining("503");

        answer = 202;
        deleteFormerOf("cluster=lagoon");

        assertThat(requests)
                .containsExactly(
                        "DELETE /metrics/job/capstan/cluster/harbour", "DELETE /metrics/job/capstan/cluster/harbour");
    }

    private void deleteFormerOf(String group) throws UndeliveredException {
        IntentStore store = new IntentStore(client, Installations.ofTheDocumentation(), 5);
        new FormerGroup(store, new Push(endpoint(), GroupingKey.parse(group))).delete();
    }

    private Endpoint endpoint() {
        return new Endpoint(
                "capstan.pushgateway",
                URI.create("http://127.0.0.1:" + pushgateway.getAddress().getPort()),
                Optional.empty(),
                Optional.empty());
    }
}
