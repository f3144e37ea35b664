package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest extends OnDrydock {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void waitsAsLongAsTheServerSaysWhenThereAreTooManyRequests() {
        atFirst(1, Outcome.tooManyRequests(Duration.ofSeconds(1)));
        long start = System.nanoTime();
        assertCanBeObserved();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(asked).hasValue(2);
    }

    /** As those are that a load balancer has closed meanwhile, each of which the client may try. */
    @Test
    void asksAgainWhereConnectionsTurnOutToBeClosed() {
        atFirst(3, Outcome.drop());
        assertCanBeObserved();
        assertThat(asked).hasValue(4);
    }

    private void atFirst(int times, Outcome outcome) {
        drydock.api().faults(new Fault() {
            @Override
            public Outcome before(Request request) {
                return request.path().endsWith("/namespaces") && asked.incrementAndGet() <= times
                        ? outcome
                        : Outcome.pass();
            }
        });
    }

    private void assertCanBeObserved() {
        try (var client = drydock.api().patientClient()) {
            assertThat(new Observer(client, PAGE).observe().anchor().certificate())
                    .isPresent();
        }
    }
}
