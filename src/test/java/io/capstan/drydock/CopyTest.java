package io.capstan.drydock;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.linkerd.VolumeLag;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyTest {
    private final Drydock original = Drydock.afterThePage();
    private final Drydock one = original.copy(VolumeLag.KUBELET, new Random(7));
    private final Drydock other = original.copy(VolumeLag.KUBELET, new Random(7));

    @AfterEach
    void stop() {
        one.close();
        other.close();
        original.close();
    }

    @Test
    void itShakesHandsAtOnceAndWhatHappensToItHappensToNoOther() {
        String anchor = other.bundle();

        one.certificates().renew("cert-manager", "linkerd-trust-anchor");
        one.world().advance(Duration.ofMinutes(5));

        assertThat(one.probe().tally().handshakes()).isPositive();
        assertThat(one.probe().tally().failed()).isZero();
        assertThat(one.bundle()).isNotEqualTo(anchor);
        assertThat(other.bundle()).isEqualTo(anchor);
        assertThat(original.bundle()).isEqualTo(anchor);
    }

    @Test
    void theSameSeedGivesTheSameNamesAndUids() {
        restartWeb(one);
        restartWeb(other);

        assertThat(pods(one)).isEqualTo(pods(other)).isNotEqualTo(pods(original));
    }

    @Test
    void anOriginalIsTheSameEachTimeAsFarAsItsSeedGoes() {
        try (Drydock first = Drydock.options().random(new Random(7)).afterThePage();
                Drydock second = Drydock.options().random(new Random(7)).afterThePage()) {
            assertThat(pods(first)).isEqualTo(pods(second)).isNotEqualTo(pods(original));
        }
    }

    private static void restartWeb(Drydock drydock) {
        drydock.rollouts().restartDeployment("emojivoto", "web");
        drydock.until("web is restarted", drydock.rollouts()::areReady);
    }

    private static List<String> pods(Drydock drydock) {
        return drydock.rollouts().pods("emojivoto").stream()
                .map(Pod::getMetadata)
                .map(metadata -> metadata.getName() + " " + metadata.getUid())
                .toList();
    }
}
