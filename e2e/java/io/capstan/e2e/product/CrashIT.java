package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.stack.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Whatever is killed in the middle of a rotation, Capstan itself or what it works with: no handshake fails, and it comes to its end. */
class CrashIT {
    private static final int KILLS = 20;

    /** From the first word of a run to well after the longest of its waits. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration FIRST_WORD = Duration.ofMinutes(1);

    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final int MOST_RUNS = 30;

    private static final String[][] KILLED = {
        {"etcd", "apiserver"}, {"cert-manager"}, {"trust-manager"}, {"controller-manager"}, {"etcd", "apiserver"}
    };

    private MeshedCluster cluster;
    private Capstan capstan;
    private final List<Capstan.Running> started = new ArrayList<>();

    @BeforeEach
    void start(TestInfo test) {
        cluster = MeshedCluster.start(test, "k8s/base");
        capstan = Capstan.asDeployed(cluster.stack(), "capstan");
    }

    @AfterEach
    void stop() {
        started.forEach(Capstan.Running::close);
        cluster.close();
    }

    @Test
    void isKilledAtTwentyRandomMomentsAndComesToItsEndAllTheSame() {
        long seed = Long.getLong("faults.seed", System.nanoTime());
        System.out.println("kill -9 at random moments: -Dfaults.seed=" + seed);
        Random random = new Random(seed);
        int kills = 0;
        int rotations = 0;
        while (kills < KILLS) {
            rotations++;
            String old = cluster.anchor();
            while (!runEnds("rotation-" + rotations, Duration.ofMillis(random.nextLong(LONGEST.toMillis())))) {
                kills++;
                // the last rotation is finished in peace
                if (kills == KILLS) {
                    assertThat(rotate("rotation-" + rotations).exitCode()).isZero();
                    break;
                }
            }
            assertRotated(old);
        }
        System.out.println(kills + " kills in " + rotations + " rotations");
        // prompt restarts each workload twice, the first generation is its creation; and whoever was killed may have to
        // do one again
        int needed = 1 + 2 * rotations;
        int more = rotations;
        assertThat(generations())
                .allSatisfy(generation -> assertThat(generation).isBetween(needed, needed + more));
        cluster.assertNoHandshakeFailed();
    }

    @Test
    void goesOnAfterTheStoreAndTheControllersWereKilledInTheMiddle() {
        String old = cluster.anchor();
        int rotations = 1;
        Capstan.Running run = start("job-" + rotations);
        for (String[] killed : KILLED) {
            // how much of a rotation fits between two kills is the machine's: another begins where one was done in time
            while (run.endsWithin(BETWEEN)) {
                assertThat(started).as("runs, of which each ended too soon").hasSizeLessThan(MOST_RUNS);
                rotations += isDone(run) ? 1 : 0;
                run = start("job-" + rotations);
            }
            cluster.stack().crash(killed);
        }
        run.await();
        Capstan.Result last = rotate("job-" + rotations);
        assertThat(last.exitCode()).as(last.out() + last.err()).isZero();
        assertRotated(old);
        assertThat(generations()).containsOnly(1 + 2 * rotations);
        cluster.assertNoHandshakeFailed();
    }

    /** @return whether its rotation is at its end; else it could not reach the API server, said so and ended */
    private static boolean isDone(Capstan.Running ended) {
        Capstan.Result result = ended.await();
        if (result.exitCode() == 0) {
            return true;
        }
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(3);
        assertThat(result.err()).isNotBlank().doesNotContain("\tat ");
        return false;
    }

    /** @return whether it came to its end within {@code limit}, after which it is killed */
    private boolean runEnds(String request, Duration limit) {
        try (Capstan.Running run = start(request)) {
            Eventually.until("it says something", FIRST_WORD, () -> !(run.out() + run.err()).isEmpty());
            boolean ended = run.endsWithin(limit);
            if (ended) {
                Capstan.Result result = run.await();
                assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
            }
            return ended;
        }
    }

    private Capstan.Running start(String request) {
        Capstan.Running run = capstan.start("rotate", "--yes", "--strategy", "prompt", "--request-id", request);
        started.add(run);
        return run;
    }

    private Capstan.Result rotate(String request) {
        return start(request).await();
    }

    private void assertRotated(String old) {
        cluster.assertRotatedFrom(old);
        assertThat(capstan.run("check", "-o", "json").out())
                .contains("\"phase\": \"steady\"")
                .doesNotContain("\"severity\": \"critical\"");
    }

    /** How often each workload of the data plane has been changed, its creation included. */
    private List<Integer> generations() {
        return cluster.generations()
                .lines()
                .map(line -> Integer.valueOf(line.split(" ", 2)[0]))
                .toList();
    }
}
