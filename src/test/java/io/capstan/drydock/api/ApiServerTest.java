package io.capstan.drydock.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.drydock.WorldClock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiServerTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final WorldClock clock = new WorldClock(START);
    private final ApiServer server = ApiServer.start(clock);
    private final KubernetesClient client = server.client();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void timesAreTheWorlds() {
        clock.moveBy(Duration.ofDays(3));

        ConfigMap created = create("a");

        assertThat(created.getMetadata().getCreationTimestamp()).isEqualTo("2026-03-04T08:00:00Z");
    }

    @Test
    void tellsThatSomethingHasChanged() {
        long before = server.version();

        create("a");
        client.configMaps().inNamespace("default").list();

        assertThat(server.version()).isGreaterThan(before);
    }

    @Test
    void tellsOfWhichKindSomethingHasChanged() {
        long secrets = server.version(Set.of("secrets"));

        create("a");

        assertThat(server.version(Set.of("secrets"))).isEqualTo(secrets);
        assertThat(server.version(Set.of("secrets", "configmaps"))).isEqualTo(server.version());
    }

    @Test
    void aClientWithinTheProcessIsAnsweredAndLeftWithoutAnAnswerAsAnother() {
        try (KubernetesClient near = server.nearClient("near")) {
            create("a");
            var map = near.configMaps().inNamespace("default").withName("a");

            assertThat(map.get())
                    .isEqualTo(client.resource(configMap("a", "default")).get());
            server.faults(new Fault() {
                @Override
                public Outcome before(Request request) {
                    return request.userAgent().equals("near") ? Outcome.drop() : Outcome.pass();
                }
            });
            assertThatThrownBy(map::get)
                    .isInstanceOf(KubernetesClientException.class)
                    .hasRootCauseMessage("Connection was closed");
        }
    }

    @Test
    void anObjectNeedsItsNamespace() {
        assertThatThrownBy(() -> client.resource(configMap("a", "nowhere"))
                        .inNamespace("nowhere")
                        .create())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(404))
                .hasMessageContaining("namespaces \"nowhere\" not found");
    }

    @Test
    void aKindThatIsLeftOutAnswersNotFound() {
        try (ApiServer bare = ApiServer.start(clock, ResourceTypes.kubernetes());
                KubernetesClient bareClient = bare.client()) {
            assertThat(bareClient.getApiGroup("cert-manager.io")).isNull();
            assertThat(client.getApiGroup("cert-manager.io")).isNotNull();
            ResourceDefinitionContext certificates = new ResourceDefinitionContext.Builder()
                    .withGroup("cert-manager.io")
                    .withVersion("v1")
                    .withKind("Certificate")
                    .withPlural("certificates")
                    .withNamespaced(true)
                    .build();
            assertThatThrownBy(() -> bareClient
                            .genericKubernetesResources(certificates)
                            .inNamespace("default")
                            .list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(404));
        }
    }

    @Test
    void anAdmissionHookChangesThePodAlsoOnADryRun() {
        server.admission((pod, namespace) -> {
            pod.withObject("/metadata/annotations").put("seen", namespace);
            return pod;
        });

        Pod dry = client.resource(pod("a")).inNamespace("default").dryRun().create();

        assertThat(dry.getMetadata().getAnnotations()).containsEntry("seen", "default");
        assertThat(client.pods().inNamespace("default").list().getItems()).isEmpty();
    }

    @Test
    void aHookThatFailsIsPassedOver() {
        server.admission((pod, namespace) -> {
            throw new IllegalStateException("down");
        });

        Pod created = client.resource(pod("a")).inNamespace("default").create();

        assertThat(created.getMetadata().getAnnotations()).isNullOrEmpty();
    }

    @Test
    void aFaultBeforeTheWriteLeavesNothingBehind() {
        server.faults(new Fault() {
            @Override
            public Outcome before(Request request) {
                return request.writes() ? Outcome.tooManyRequests(Duration.ofSeconds(7)) : Outcome.pass();
            }
        });

        assertThatThrownBy(() -> create("a"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(429));
        assertThat(client.configMaps().inNamespace("default").list().getItems()).isEmpty();
    }

    @Test
    void aConnectionDroppedAfterTheWriteLeavesItDone() {
        server.faults(new Fault() {
            @Override
            public Outcome after(Request request) {
                return request.writes() ? Outcome.drop() : Outcome.pass();
            }
        });

        assertThatThrownBy(() -> create("a")).isInstanceOf(KubernetesClientException.class);
        assertThat(client.configMaps().inNamespace("default").list().getItems()).hasSize(1);
    }

    @Test
    void whatIsForbiddenIsRefusedInKubernetesWords() {
        server.forbid("list", "secrets");

        assertThatThrownBy(() -> client.secrets().inNamespace("default").list())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(403))
                .hasMessageContaining(
                        "cannot list resource \"secrets\" in API group \"\" in the namespace \"default\"");
    }

    @Test
    void theClustersOwnProgramsAreSparedFaultsAndRules() {
        server.forbid("create", "configmaps");
        server.faults(new Fault() {
            @Override
            public Outcome before(Request request) {
                return Outcome.drop();
            }
        });

        try (KubernetesClient internal = server.internalClient()) {
            internal.resource(configMap("a", "default")).create();
        }

        assertThat(server.served()).isEmpty();
    }

    @Test
    void aVersionThatIsForgottenCannotBeWatched() throws InterruptedException {
        create("a");
        server.compact();
        CountDownLatch gone = new CountDownLatch(1);
        Watcher<ConfigMap> watcher = new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                throw new AssertionError("nothing is to be delivered");
            }

            @Override
            public void onClose(WatcherException cause) {
                if (cause.isHttpGone()) {
                    gone.countDown();
                }
            }
        };

        try (Watch watch = client.configMaps().inNamespace("default").watch("1", watcher)) {
            assertThat(watch).isNotNull();
            assertThat(gone.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void requestsAreCounted() {
        create("a");
        client.configMaps().inNamespace("default").withName("a").get();

        assertThat(server.served()).extracting(Served::method).containsExactly("POST", "GET");
        assertThat(server.served().get(1).path()).isEqualTo("/api/v1/namespaces/default/configmaps/a");
        assertThat(server.served().get(1).responseBytes()).isPositive();
    }

    @Test
    void deletesWhatTheDeletedOneOwned() {
        ConfigMap owner = create("owner");
        client.resource(new ConfigMapBuilder(configMap("owned", "default"))
                        .editMetadata()
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("owner")
                        .withUid(owner.getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .inNamespace("default")
                .create();

        client.configMaps().inNamespace("default").withName("owner").delete();

        assertThat(client.configMaps().inNamespace("default").list().getItems()).isEmpty();
    }

    @Test
    void aRunningPodIsGivenItsGrace() {
        client.resource(pod("a")).inNamespace("default").create();
        client.pods()
                .inNamespace("default")
                .withName("a")
                .editStatus(pod -> new PodBuilder(pod)
                        .editOrNewStatus()
                        .withPhase("Running")
                        .endStatus()
                        .build());

        client.pods().inNamespace("default").withName("a").delete();
        Pod terminating = client.pods().inNamespace("default").withName("a").get();
        client.pods().inNamespace("default").withName("a").withGracePeriod(0).delete();

        assertThat(terminating.getMetadata().getDeletionTimestamp()).isEqualTo("2026-03-01T08:00:30Z");
        assertThat(client.pods().inNamespace("default").list().getItems()).isEmpty();
    }

    private ConfigMap create(String name) {
        return client.resource(configMap(name, "default"))
                .inNamespace("default")
                .create();
    }

    private static ConfigMap configMap(String name, String namespace) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("main:1")
                .endContainer()
                .endSpec()
                .build();
    }
}
