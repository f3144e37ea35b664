package io.capstan.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.fixture.Snapshots;
import io.capstan.trust.Snapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private final Snapshot snapshot = Snapshots.steady().build();

    @Test
    void whatIsDoneBeginsARotation() {
        Decision act = new Decision.Act(new Step.RenewAnchor(snapshot.anchor()), "it is due");
        assertThat(act.begins(false)).isTrue();
        assertThat(act.begins(true)).isTrue();
    }

    @Test
    void givingTheIssuersRenewalBackBeginsNone() {
        Decision act = new Decision.Act(new Step.ReleaseIssuer(snapshot.issuer(), "RenewBefore"), "it is over");
        assertThat(act.begins(true)).isFalse();
    }

    @Test
    void waitingTakesOneUpThatIsUnfinishedAndBeginsNone() {
        Decision wait = Decision.waitFor("trust-manager");
        assertThat(wait.begins(true)).isTrue();
        assertThat(wait.begins(false)).isFalse();
    }

    @Test
    void nothingElseBeginsOne() {
        List<Decision> others = List.of(
                new Decision.Hold(Gate.Kind.PAUSE, "paused", Optional.empty()),
                Decision.refuse("it cannot work"),
                new Decision.Done());
        assertThat(others).noneMatch(decision -> decision.begins(true));
    }
}
