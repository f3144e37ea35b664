package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.probe.Tally;
import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.RealStack;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Whatever is killed in the middle of a rotation, Capstan itself or what it works with: no handshake fails, and it comes to its end. */
class CrashIT {
    private static final int KILLS = 20;

    /** From before the first request of a run to well after the longest of its waits. */
    private static final Duration LONGEST = Duration.ofSeconds(12);

    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final String[][] KILLED = {
        {"etcd", "apiserver"}, {"cert-manager"}, {"trust-manager"}, {"controller-manager"}, {"etcd", "apiserver"}
    };

    private RealStack stack;
    private RealMesh mesh;
    private Page page;
    private Capstan capstan;

    @BeforeEach
    void start(TestInfo test) {
        stack = RealStack.start(test.getTestMethod().orElseThrow().getName());
        mesh = RealMesh.afterThePage(stack);
        page = new Page(stack);
        stack.shell().kubectl("apply", "-k", "k8s/base");
        capstan = Capstan.asDeployed(stack, "capstan");
    }

    @AfterEach
    void stop() {
        mesh.close();
        stack.close();
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
            String old = anchor();
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
        assertNoHandshakeFailed();
    }

    @Test
    void goesOnAfterTheStoreAndTheControllersWereKilledInTheMiddle() {
        String old = anchor();
        Capstan.Running run = start("job");
        for (String[] killed : KILLED) {
            run = underWay(run);
            stack.crash(killed);
        }
        run.await();
        Capstan.Result last = rotate("job");
        assertThat(last.exitCode()).as(last.out() + last.err()).isZero();
        assertRotated(old);
        assertThat(generations()).containsOnly(3);
        assertNoHandshakeFailed();
    }

    /** A run some seconds later: this one, or the next if it could not reach the API server, said so and ended. */
    private Capstan.Running underWay(Capstan.Running run) {
        if (!run.endsWithin(BETWEEN)) {
            return run;
        }
        Capstan.Result ended = run.await();
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(3);
        assertThat(ended.err()).isNotBlank().doesNotContain("\tat ");
        return underWay(start("job"));
    }

    /** @return whether it came to its end before it was killed */
    private boolean runEnds(String request, Duration limit) {
        try (Capstan.Running run = start(request)) {
            boolean ended = run.endsWithin(limit);
            if (ended) {
                Capstan.Result result = run.await();
                assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
            }
            return ended;
        }
    }

    private Capstan.Running start(String request) {
        return capstan.start("rotate", "--yes", "--strategy", "prompt", "--request-id", request);
    }

    private Capstan.Result rotate(String request) {
        return capstan.run("rotate", "--yes", "--strategy", "prompt", "--request-id", request);
    }

    private void assertRotated(String old) {
        assertThat(anchor()).isNotEqualTo(old);
        assertThat(page.bundle().strip()).isEqualTo(anchor().strip());
        assertThat(capstan.run("check", "-o", "json").out())
                .contains("\"phase\": \"steady\"")
                .doesNotContain("\"severity\": \"critical\"");
    }

    private void assertNoHandshakeFailed() {
        Tally tally = mesh.probe().tally();
        System.out.println(tally.handshakes() + " handshakes, " + tally.failed() + " failed");
        assertThat(tally.handshakes()).isGreaterThan(1_000);
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.blockedStarts()).isEmpty();
    }

    private String anchor() {
        return page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt");
    }

    /** How often each workload of the data plane has been changed, its creation included. */
    private List<Integer> generations() {
        return stack.shell()
                .kubectl(
                        "get",
                        "deployment,statefulset,daemonset",
                        "--namespace=emojivoto",
                        "--output=jsonpath={range .items[*]}{.metadata.generation}{\"\\n\"}{end}")
                .lines()
                .map(Integer::valueOf)
                .toList();
    }
}
