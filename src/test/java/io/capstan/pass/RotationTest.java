package io.capstan.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cluster.IntentStore;
import io.capstan.cluster.LeaseLock;
import io.capstan.cluster.Observer;
import io.capstan.drydock.Drydock;
import io.capstan.fixture.Installations;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Gates;
import io.capstan.rotation.Phase;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Strategy;
import io.capstan.trust.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final Installation INSTALLATION = Installations.ofTheDocumentation();

    @Test
    void seamlessRotatesTheAnchorWithoutAFailedHandshake() throws Exception {
        rotatesWithoutAFailedHandshake(Strategy.SEAMLESS);
    }

    @Test
    void promptRotatesTheAnchorWithoutAFailedHandshake() throws Exception {
        rotatesWithoutAFailedHandshake(Strategy.PROMPT);
    }

    private static void rotatesWithoutAFailedHandshake(Strategy strategy) throws Exception {
        try (Drydock drydock = Drydock.afterThePage()) {
            var old = drydock.certificates().anchor();
            drydock.probe().reset();

            List<Turn> turns = new ArrayList<>();
            Ending ending = rotation(drydock).run(request(strategy, ""), turns::add);

            assertThat(ending).isInstanceOf(Ending.Completed.class);
            assertThat(turns).last().extracting(Turn::phase).isEqualTo(Phase.STEADY);
            assertThat(drydock.certificates().anchor()).isNotEqualTo(old);
            assertThat(drydock.certificates().bundled()).hasSize(1);
            assertThat(drydock.probe().tally().handshakes()).isGreaterThan(1000);
            assertThat(drydock.probe().tally().failed()).isZero();
        }
    }

    static Rotation rotation(Drydock drydock) {
        Pace pace =
                new Pace(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(10));
        LeaseLock lock = new LeaseLock(drydock.client(), INSTALLATION, "test", pace.lockLife(), drydock.clock());
        Observer observer = new Observer(drydock.client(), INSTALLATION);
        return new Rotation(
                observer,
                new Acting(drydock.client(), observer),
                new IntentStore(drydock.client(), INSTALLATION, 10),
                new LockedLoop(lock, pace, drydock.world()::advance, drydock.clock(), Optional.of(line -> {})),
                (state, intent) -> Gates.OPEN,
                Policy.DEFAULT,
                pace,
                line -> {});
    }

    static Request request(Strategy strategy, String id) {
        Asked asked = new Asked(strategy, false, "a test", "test", id, Set.of(), false);
        return new Request(asked, true, Optional.empty());
    }
}
