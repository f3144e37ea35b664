package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.drydock.Drydock;
import io.capstan.drydock.WorldClock;
import io.capstan.drydock.api.ApiServer;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import io.capstan.drydock.api.ResourceTypes;
import io.capstan.fixture.Installations;
import io.capstan.trust.InjectorHandout;
import io.capstan.trust.Installation;
import io.capstan.trust.Snapshot;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said when the cluster cannot be read. */
class RefusalsTest {
    private static final Installation PAGE = Installations.ofTheDocumentation();
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "list, namespaces, namespaces, list on namespaces (a ClusterRole)",
        "get, certificates, Certificate cert-manager/linkerd-trust-anchor,"
                + " get on certificates.cert-manager.io in namespace cert-manager",
        "get, secrets, Secret cert-manager/linkerd-trust-anchor, get on secrets in namespace cert-manager",
        "list, bundles, bundles.trust.cert-manager.io, list on bundles.trust.cert-manager.io (a ClusterRole)",
        "list, pods, pods in namespace linkerd, list on pods in namespace linkerd",
        "list, events, events in namespace linkerd, list on events in namespace linkerd"
    })
    void namesThePermissionThatIsMissing(String verb, String resource, String object, String permission) {
        try (Drydock drydock = Drydock.afterThePage()) {
            drydock.api().forbid(verb, resource);

            assertThatThrownBy(() -> new Observer(drydock.client(), PAGE).observe())
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith(object + ": may not be reached with " + verb + " (403 ")
                    .hasMessageContaining("; grant " + permission);
        }
    }

    @Test
    void namesAllPermissionsThatOneLookSeesMissing() {
        try (Drydock drydock = Drydock.afterThePage()) {
            drydock.api().forbid("get", "secrets");
            drydock.api().forbid("list", "bundles");
            drydock.api().forbid("list", "pods");

            assertThatThrownBy(() -> new Observer(drydock.client(), PAGE).observe())
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith(
                            "Secret cert-manager/linkerd-trust-anchor: may not be reached with get (403 ")
                    .hasMessageEndingWith("; grant get on secrets in namespace cert-manager,"
                            + " list on bundles.trust.cert-manager.io (a ClusterRole),"
                            + " list on pods in namespace linkerd, list on pods (a ClusterRole)");
        }
    }

    @Test
    void tellsNobodyToGrantRightsToThoseWhoGaveNoCredentials() {
        try (Drydock drydock = Drydock.afterThePage()) {
            drydock.api().faults(new Fault() {
                @Override
                public Outcome before(Request request) {
                    return Outcome.answer(
                            403, "Forbidden", "User \"system:anonymous\" cannot list resource \"secrets\"");
                }
            });

            assertThatThrownBy(() -> new Observer(drydock.client(), PAGE).observe())
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("was given no credentials (403 User \"system:anonymous\" cannot list")
                    .hasMessageEndingWith("; give the user of the kubeconfig's context some");
        }
    }

    @Test
    void goesWithoutAnAnswerOfTheInjectorWhereItMayNotAskIt() {
        try (Drydock drydock = Drydock.afterThePage()) {
            drydock.api().forbid("create", "pods");

            assertThat(new Observer(drydock.client(), PAGE).observe().injector())
                    .isInstanceOfSatisfying(
                            InjectorHandout.NotAsked.class,
                            notAsked -> assertThat(notAsked.why())
                                    .startsWith("a dry run needs create on pods in namespace emojivoto (403 "));
        }
    }

    @Test
    void seesNothingWhereNothingIsInstalled() {
        try (ApiServer api = ApiServer.start(new WorldClock(NOW), ResourceTypes.kubernetes());
                KubernetesClient client = api.client()) {
            Snapshot snapshot = new Observer(client, PAGE).observe();

            assertThat(snapshot.now()).isEqualTo(NOW);
            assertThat(snapshot.anchor().resource()).isEmpty();
            assertThat(snapshot.anchor().secret()).isEmpty();
            assertThat(snapshot.issuer().resource()).isEmpty();
            assertThat(snapshot.previous().exists()).isFalse();
            assertThat(snapshot.bundle().resource()).isEmpty();
            assertThat(snapshot.bundle().configMap()).isEmpty();
            assertThat(snapshot.linkerd().config()).isEmpty();
            assertThat(snapshot.linkerd().labelled()).isFalse();
            assertThat(snapshot.controlPlane().components()).isEmpty();
            assertThat(snapshot.injector()).isInstanceOf(InjectorHandout.NotAsked.class);
            assertThat(snapshot.dataPlane().workloads()).isEmpty();
            assertThat(snapshot.sharing().isShared()).isFalse();
        }
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String address = "http://127.0.0.1:" + port;
        try (KubernetesClient client = CannedApi.clientOf(address)) {
            assertThatThrownBy(() -> new Observer(client, PAGE).observe())
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith("The API server at " + address + " cannot be reached (GET /api")
                    .hasMessageEndingWith("; check its address in the kubeconfig, the network and its certificate");
        }
    }

    @Test
    void saysThatAnAnswerDoesNotCome() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
                KubernetesClient client = CannedApi.clientOf("http://127.0.0.1:" + silent.getLocalPort())) {
            assertThatThrownBy(() -> new Api(client, Duration.ofMillis(500)).find("/apis"))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith("The API server at http://127.0.0.1:" + silent.getLocalPort()
                            + " cannot be reached (GET /apis: no answer within 0.5s)");
        }
    }

    @Test
    void saysThatAnAnswerIsNoJson() {
        try (CannedApi canned = new CannedApi(request -> "<html>Please log in</html>")) {
            assertThatThrownBy(() -> new Observer(canned.client(), PAGE).observe())
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("the API server's answer cannot be understood (");
        }
    }
}
