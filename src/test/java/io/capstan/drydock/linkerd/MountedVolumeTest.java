package io.capstan.drydock.linkerd;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MountedVolumeTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private final MountedVolume<String> volume = new MountedVolume<>(Duration.ofSeconds(60));

    @Test
    void isCurrentWhenThePodIsCreated() {
        volume.sync(Optional.of("one"), START);

        assertThat(volume.files()).contains("one");
    }

    @Test
    void isBehindByTheLagAfterwards() {
        volume.sync(Optional.of("one"), START);
        volume.sync(Optional.of("two"), START.plusSeconds(100));
        assertThat(volume.files()).contains("one");
        assertThat(volume.swap()).isEqualTo(START.plusSeconds(160));

        volume.sync(Optional.of("two"), START.plusSeconds(160));
        assertThat(volume.files()).contains("two");
        assertThat(volume.swap()).isEqualTo(Program.NEVER);
    }

    @Test
    void showsWhatIsNewestWhenItIsSwapped() {
        volume.sync(Optional.of("one"), START);
        volume.sync(Optional.of("two"), START.plusSeconds(100));
        volume.sync(Optional.of("three"), START.plusSeconds(150));
        volume.sync(Optional.of("three"), START.plusSeconds(160));

        assertThat(volume.files()).contains("three");
    }

    @Test
    void keepsItsFilesWhenTheObjectIsDeleted() {
        volume.sync(Optional.of("one"), START);
        volume.sync(Optional.empty(), START.plusSeconds(1000));

        assertThat(volume.files()).contains("one");
    }

    @Test
    void hasALagOfItsOwnInEachPodAndAlwaysTheSame() {
        for (int pod = 0; pod < 50; pod++) {
            String uid = UUID.nameUUIDFromBytes(new byte[] {(byte) pod}).toString();
            Duration lag = VolumeLag.KUBELET.of(uid, "trust-roots");

            assertThat(lag).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(90));
            assertThat(VolumeLag.KUBELET.of(uid, "trust-roots")).isEqualTo(lag);
        }
    }
}
