package io.capstan.drydock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.drydock.api.ApiServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final WorldClock clock = new WorldClock(START);
    private final ApiServer server = ApiServer.start(clock);
    private final KubernetesClient client = server.client();
    private final World world = new World(clock, server);

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void jumpsFromOneWantedTurnToTheNext() {
        List<Instant> turns = new ArrayList<>();
        world.add(now -> {
            turns.add(now);
            return now.plus(Duration.ofHours(10));
        });

        world.advance(Duration.ofHours(24));

        assertThat(turns).containsExactly(START, START.plus(Duration.ofHours(10)), START.plus(Duration.ofHours(20)));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(24)));
    }

    @Test
    void aProgramSeesWhatAnotherWroteWithoutTimePassing() {
        AtomicInteger reader = new AtomicInteger();
        world.add(now -> {
            reader.set(
                    client.configMaps().inNamespace("default").list().getItems().size());
            return Program.NEVER;
        });
        world.add(now -> {
            if (!exists("a")) {
                create("a");
            }
            return Program.NEVER;
        });

        world.settle();

        assertThat(reader).hasValue(1);
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void anIdleProgramTakesNoTurns() {
        AtomicInteger turns = new AtomicInteger();
        world.add(now -> {
            turns.incrementAndGet();
            return Program.NEVER;
        });
        world.settle();

        world.advance(Duration.ofHours(24));

        assertThat(turns).hasValue(1);
    }

    @Test
    void observersTickInWorldTimeWithoutDisturbingThePrograms() {
        AtomicInteger turns = new AtomicInteger();
        List<Instant> ticks = new ArrayList<>();
        world.add(now -> {
            turns.incrementAndGet();
            return Program.NEVER;
        });
        world.every(Duration.ofSeconds(1), ticks::add);

        world.advance(Duration.ofSeconds(10_000));

        assertThat(ticks).hasSize(10_000).startsWith(START.plusSeconds(1)).endsWith(START.plusSeconds(10_000));
        assertThat(turns).hasValue(1);
    }

    @Test
    void stopsAtTheInstantAtWhichTheConditionHolds() {
        world.add(now -> {
            if (now.equals(START.plusSeconds(90)) && !exists("a")) {
                create("a");
            }
            return now.isBefore(START.plusSeconds(90)) ? START.plusSeconds(90) : Program.NEVER;
        });

        boolean found = world.advanceUntil(() -> exists("a"), Duration.ofHours(1));

        assertThat(found).isTrue();
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(90));
        assertThat(world.advanceUntil(() -> false, Duration.ofHours(1))).isFalse();
    }

    @Test
    void namesTheProgramThatDoesNotComeToRest() {
        world.add(new Restless());

        assertThatThrownBy(world::settle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a restless program does not come to rest at 2026-03-01T08:00:00Z");
    }

    private boolean exists(String name) {
        return client.configMaps().inNamespace("default").withName(name).get() != null;
    }

    private void create(String name) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .inNamespace("default")
                .create();
    }

    private static final class Restless implements Program {
        @Override
        public Instant turn(Instant now) {
            return now;
        }

        @Override
        public String toString() {
            return "a restless program";
        }
    }
}
