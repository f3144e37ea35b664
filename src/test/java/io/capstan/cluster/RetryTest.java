package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RetryTest extends OnDrydock {
    @Test
    void waitsAsLongAsTheServerSaysWhenThereAreTooManyRequests() {
        var first = new AtomicBoolean(true);
        drydock.api().faults(new Fault() {
            @Override
            public Outcome before(Request request) {
                return request.path().endsWith("/namespaces") && first.getAndSet(false)
                        ? Outcome.tooManyRequests(Duration.ofSeconds(1))
                        : Outcome.pass();
            }
        });
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(drydock.api().uri().toString())
                .build();
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            long start = System.nanoTime();
            assertThat(new Observer(client, PAGE).observe().anchor().certificate())
                    .isPresent();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }
}
