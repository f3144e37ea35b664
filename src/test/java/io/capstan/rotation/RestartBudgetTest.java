package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Snapshots;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Restart;
import io.capstan.trust.Snapshot;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    private static final ObjectRef WEB = new ObjectRef("Deployment", "emojivoto", "web");
    private static final Snapshot STEADY = Snapshots.steady().build();

    @Test
    void withoutMeasurementsReplicasTell() {
        assertThat(RestartBudget.batches(STEADY, Policy.DEFAULT))
                .containsExactly(Duration.ofSeconds(90), Duration.ofSeconds(30), Duration.ofSeconds(30));
        assertThat(RestartBudget.of(STEADY, Policy.DEFAULT)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void whatARolloutTookLastTimeReplacesTheEstimate() {
        Policy slower = Policy.DEFAULT.withMeasured(Map.of(WEB, Duration.ofMinutes(7)));
        assertThat(RestartBudget.dataPlane(STEADY, slower)).isEqualTo(Duration.ofMinutes(7));
        Policy faster = Schedules.slow(Schedule.ANY_TIME, Duration.ofSeconds(30))
                .withMeasured(Map.of(WEB, Duration.ofSeconds(10)));
        assertThat(RestartBudget.dataPlane(STEADY, faster)).isEqualTo(Duration.ofSeconds(90 + 60 + 10));
    }

    @Test
    void whatCannotBeRestartedTakesNoTime() {
        Snapshots paused =
                Snapshots.steady().workload("web", w -> w.restart(new Restart.Impossible("it is paused", "resume it")));
        assertThat(RestartBudget.dataPlane(paused.build(), Schedules.slow(Schedule.ANY_TIME, Duration.ofSeconds(30))))
                .isEqualTo(Duration.ofSeconds(90 + 60));
    }

    @Test
    void aMeasurementOfAWorkloadThatIsGoneChangesNothing() {
        Policy policy = Policy.DEFAULT.withMeasured(
                Map.of(new ObjectRef("Deployment", "emojivoto", "gone"), Duration.ofDays(1)));
        assertThat(RestartBudget.of(STEADY, policy)).isEqualTo(RestartBudget.of(STEADY, Policy.DEFAULT));
    }
}
