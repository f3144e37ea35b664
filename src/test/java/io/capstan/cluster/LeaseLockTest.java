package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cluster.LeaseLock.Holder;
import io.capstan.drydock.WorldClock;
import io.capstan.drydock.api.ApiServer;
import io.capstan.fixture.Installations;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseLockTest {
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final WorldClock clock = new WorldClock(Instant.parse("2026-03-02T08:00:00Z"));
    private final ApiServer api = ApiServer.start(clock);
    private final KubernetesClient client = api.client();
    private final LeaseLock ours = lock("job-1");
    private final LeaseLock theirs = lock("job-2");

    @BeforeEach
    void createNamespace() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("linkerd")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    @Test
    void onlyOneHoldsItAndTheOtherIsToldWho() {
        assertThat(ours.acquire()).isEmpty();

        assertThat(theirs.acquire()).contains(new Holder("job-1", clock.instant()));
        assertThat(theirs.renew()).isFalse();
        assertThat(ours.acquire()).describedAs("again, by its holder").isEmpty();
    }

    @Test
    void isKeptByRenewingItAndLostWithoutThat() {
        ours.acquire();
        clock.moveBy(Duration.ofSeconds(59));
        assertThat(ours.renew()).isTrue();
        clock.moveBy(Duration.ofSeconds(59));
        assertThat(theirs.acquire()).isPresent();

        clock.moveBy(Duration.ofSeconds(1));

        assertThat(theirs.acquire()).isEmpty();
        assertThat(ours.renew()).isFalse();
        assertThat(ours.acquire()).contains(new Holder("job-2", clock.instant()));
    }

    @Test
    void isFreeAtOnceWhenItIsReleased() {
        ours.acquire();

        ours.release();

        assertThat(ours.holder()).isEmpty();
        assertThat(theirs.acquire()).isEmpty();
    }

    @Test
    void nobodyReleasesWhatAnotherHolds() {
        ours.acquire();

        theirs.release();

        assertThat(theirs.holder()).map(Holder::identity).contains("job-1");
    }

    @Test
    void isTakenAgainWhereSomebodyHasDeletedIt() {
        ours.acquire();
        deleteLease();

        assertThat(ours.renew()).isTrue();

        assertThat(theirs.acquire()).contains(new Holder("job-1", clock.instant()));
    }

    @Test
    void isLostToWhoeverWasFasterAfterItWasDeleted() {
        ours.acquire();
        deleteLease();
        theirs.acquire();

        assertThat(ours.renew()).isFalse();

        assertThat(ours.holder()).map(Holder::identity).contains("job-2");
    }

    private void deleteLease() {
        client.leases().inNamespace("linkerd").withName(LeaseLock.NAME).delete();
    }

    private LeaseLock lock(String identity) {
        return new LeaseLock(client, Installations.ofTheDocumentation(), identity, LIFE, clock);
    }
}
