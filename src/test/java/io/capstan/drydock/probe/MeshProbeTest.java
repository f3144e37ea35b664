package io.capstan.drydock.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Drydock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeshProbeTest {
    private final Drydock drydock = Drydock.afterThePage();

    @AfterEach
    void close() {
        drydock.close();
    }

    @Test
    void letsEveryPairShakeHandsOnceAMinuteWhileNothingHappens() {
        drydock.world().advance(Duration.ofMinutes(10));

        // 13 proxies, of which identity's own opens no connections
        long everyPair = 12 * 12;
        assertThat(drydock.probe().tally().handshakes()).isBetween(9 * everyPair, 12 * everyPair);
        assertThat(drydock.probe().tally().failed()).isZero();
    }

    @Test
    void countsTheProxiesThatAreStarted() {
        assertThat(drydock.probe().tally().starts()).isZero();

        drydock.rollouts().restartDeployment("emojivoto", "web");
        drydock.until("web runs", drydock.rollouts()::areReady);

        assertThat(drydock.probe().tally().starts()).isEqualTo(3);
        assertThat(drydock.probe().tally().blocked()).isZero();
    }

    @Test
    void keepsWhoRefusedWhomAndWhy() {
        drydock.certManager().stop();
        drydock.world().advance(Duration.ofHours(48).plusMinutes(1));

        assertThat(drydock.probe().tally().failures()).first().satisfies(failure -> {
            assertThat(failure.client()).matches("(linkerd|emojivoto)/.+");
            assertThat(failure.server()).matches("(linkerd|emojivoto)/.+");
            assertThat(failure.why()).contains("expired");
        });
    }
}
