package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.trust.Rollout;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RolloutStatusTest {
    @TestFactory
    Stream<DynamicTest> saysWhatKubectlSays() {
        return Fixtures.cases("rollouts.yaml").stream()
                .map(given -> DynamicTest.dynamicTest(
                        given.path("what").asText(),
                        () -> assertThat(words(given))
                                .isEqualTo(given.path("expect").asText())));
    }

    private static String words(JsonNode given) {
        Rollout rollout = RolloutStatus.of(
                new KubeObject(given.path("object")), given.path("kind").asText());
        if (rollout instanceof Rollout.InFlight inFlight) {
            return inFlight.waitingFor();
        }
        return rollout instanceof Rollout.Failed failed ? failed.reason() : "complete";
    }
}
