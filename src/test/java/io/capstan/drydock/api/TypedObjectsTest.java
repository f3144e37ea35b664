package io.capstan.drydock.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TypedObjectsTest {
    private final ApiServer server =
            ApiServer.start(Clock.fixed(Instant.parse("2026-03-01T08:00:00Z"), ZoneOffset.UTC));
    private final TypedObjects objects = server.objects();
    private final KubernetesClient client = server.internalClient();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void onlyWhatHasChangedIsReadAgain() {
        objects.create(configMap("a"));
        objects.create(configMap("b"));
        var before = objects.all(ConfigMap.class);

        objects.update(new ConfigMapBuilder(before.get(1)).addToData("k", "v").build());

        var after = objects.all(ConfigMap.class);
        assertThat(after.get(0)).isSameAs(before.get(0));
        assertThat(after.get(1).getData()).containsEntry("k", "v");
        assertThat(objects.all(ConfigMap.class)).isSameAs(after);
    }

    @Test
    void aClientSeesWhatIsWrittenAndIsSeen() {
        objects.create(configMap("a"));
        client.resource(configMap("b")).create();

        assertThat(client.configMaps().inNamespace("default").list().getItems())
                .isEqualTo(objects.all(ConfigMap.class))
                .hasSize(2);
    }

    @Test
    void aWriteThatIsOvertakenDoesNothing() {
        objects.create(configMap("a"));
        ConfigMap stale = objects.all(ConfigMap.class).get(0);
        objects.update(new ConfigMapBuilder(stale).addToData("k", "first").build());
        long version = server.version();

        objects.update(new ConfigMapBuilder(stale).addToData("k", "second").build());
        objects.create(configMap("a"));
        objects.delete(configMap("gone"));

        assertThat(server.version()).isEqualTo(version);
        assertThat(objects.all(ConfigMap.class).get(0).getData()).isEqualTo(Map.of("k", "first"));
    }

    @Test
    void whatIsWrittenAsItWasReadIsNoChange() {
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withNewSelector()
                        .addToMatchLabels("app", "web")
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels("app", "web")
                        .endMetadata()
                        .withNewSpec()
                        .withTerminationGracePeriodSeconds(30L)
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        long version = server.version();

        objects.update(objects.all(Deployment.class).get(0));

        assertThat(server.version()).isEqualTo(version);
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .build();
    }
}
