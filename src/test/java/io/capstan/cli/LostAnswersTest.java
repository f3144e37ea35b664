package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that end while an answer is on its way: a write is done, and is sent again since nobody was told. */
class LostAnswersTest {
    private final CronJob job = CronJob.onThePagesCluster();
    private final AtomicInteger lost = new AtomicInteger();

    @AfterEach
    void stop() {
        job.close();
    }

    @Timeout(120)
    @ParameterizedTest
    @CsvSource({"prompt, false", "prompt, true", "seamless, false", "seamless, true"})
    void aRotationComesToItsEndAndDoesNothingTwice(String strategy, boolean isEachLost) {
        String old = job.anchor();
        job.drydock().api().faults(isEachLost ? new FirstAnswersAreLost() : new AnswersAreLost());

        try (KubernetesClient client = job.drydock().api().patientClient()) {
            assertThat(job.capstan(client, "rotate", "--yes", "--strategy", strategy))
                    .as(job::printed)
                    .isZero();
        }

        assertThat(job.anchor()).isNotEqualTo(old);
        assertThat(job.printed())
                .contains(
                        strategy.equals("prompt") ? "restarts: 8 of data-plane workloads, 14 in all" : "restarts: 4 of")
                .doesNotContain("lock");
        assertThat(job.failedHandshakes()).isZero();
        assertThat(lost).hasValueGreaterThan(20);
    }

    /** Of writes, half of them. */
    private final class AnswersAreLost implements Fault {
        private final Random random = new Random(1);

        @Override
        public synchronized Outcome after(Request request) {
            return !request.writes() || random.nextBoolean() ? Outcome.pass() : drop();
        }
    }

    /** Of writes, each; what is sent again is answered. */
    private final class FirstAnswersAreLost implements Fault {
        private final Set<Request> dropped = new HashSet<>();

        @Override
        public synchronized Outcome after(Request request) {
            return request.writes() && dropped.add(request) ? drop() : Outcome.pass();
        }
    }

    private Outcome drop() {
        lost.incrementAndGet();
        return Outcome.drop();
    }
}
