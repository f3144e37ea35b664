package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a request may take that is to be answered, whatever the client is set to. */
class PatienceOfRequestsTest {
    private final CountDownLatch isAsked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);

    /** An API server under load: the client alone would give up, and not try again. */
    @Test
    void aSlowAnswerIsWaitedForLongerThanTheClientWould() throws Exception {
        try (CannedApi slow = new CannedApi(request -> answersAtLast());
                KubernetesClient client = hasty(slow)) {
            CompletableFuture<Optional<JsonNode>> answer =
                    CompletableFuture.supplyAsync(() -> new Api(client).find("/apis"));
            assertThat(isAsked.await(1, TimeUnit.MINUTES)).isTrue();
            // asked later, and given up
            assertThat(FirstContact.make(client)).isPresent();

            answers.countDown();

            assertThat(answer.get(1, TimeUnit.MINUTES)).isPresent();
        }
    }

    private String answersAtLast() {
        isAsked.countDown();
        try {
            assertThat(answers.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "{}";
    }

    private static KubernetesClient hasty(CannedApi api) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(api.client().getMasterUrl().toString())
                .withRequestTimeout(200)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
