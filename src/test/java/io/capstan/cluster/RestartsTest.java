package io.capstan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.trust.RestartMark;
import io.capstan.trust.Snapshot;
import io.capstan.trust.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartsTest extends OnDrydock {
    @Test
    void restartsEachKindOfWorkloadOnceAndSaysWhatFor() {
        Snapshot before = observe();
        RestartMark mark = RestartMark.next(
                java.util.Optional.empty(), anchor(before).fingerprint().abbreviated(), RestartMark.Cause.LOAD_ANCHOR);
        Restarts restarts = new Restarts(drydock.client());

        for (String name : List.of("web", "db", "agent")) {
            Workload seen = workload(before, name).workload();
            assertThat(restarts.restart(seen, mark, before.now())).isEqualTo(new Outcome.Done());
            assertThat(restarts.restart(seen, mark, before.now().plusSeconds(5)))
                    .describedAs("a second restart of " + name + " on the same view")
                    .isInstanceOf(Outcome.Conflict.class);
        }

        Workload web = workload(observe(), "web").workload();
        assertThat(web.restartedAt()).contains(before.now().toString());
        assertThat(web.restartedFor()).contains(mark);
        assertThat(web.rollout().isComplete()).isFalse();
        drydock.until("all is restarted", drydock.rollouts()::areReady);
        Snapshot after = observe();
        for (String name : List.of("web", "db", "agent")) {
            assertThat(workload(after, name).pods())
                    .allSatisfy(pods -> assertThat(pods.oldest()).isAfterOrEqualTo(before.now()));
        }
        assertThat(restarts.restart(workload(after, "web").workload(), mark, after.now()))
                .isEqualTo(new Outcome.Done());
    }

    @Test
    void doesNotRestartAnotherWorkloadOfTheSameName() {
        Workload seen = workload(observe(), "web").workload();
        Workload other = new Workload(
                seen.ref(),
                "another-uid",
                seen.replicas(),
                seen.pace(),
                seen.rollout(),
                seen.restart(),
                seen.restartedAt(),
                seen.restartedFor());

        assertThat(new Restarts(drydock.client())
                        .restart(
                                other,
                                new RestartMark("3f9a12bc44d0", RestartMark.Cause.LOAD_ANCHOR, 1),
                                drydock.clock().instant()))
                .isInstanceOf(Outcome.Conflict.class);
    }
}
