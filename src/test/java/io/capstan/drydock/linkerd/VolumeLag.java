package io.capstan.drydock.linkerd;

import io.capstan.drydock.pki.Fingerprint;
import java.time.Duration;

/**
 * How long after a change of a Secret or ConfigMap kubelet swaps it in a pod that mounts it: somewhere between the two,
 * always the same for the same pod and volume.
 */
public record VolumeLag(Duration least, Duration most) {
    /** What kubelet does at its defaults: a sync period of a minute, and its cache. */
    public static final VolumeLag KUBELET = new VolumeLag(Duration.ofSeconds(20), Duration.ofSeconds(90));

    public static final VolumeLag NONE = new VolumeLag(Duration.ZERO, Duration.ZERO);

    Duration of(String podUid, String volume) {
        long range = most.minus(least).toMillis();
        long spread = Long.parseLong(Fingerprint.of(podUid + "/" + volume).substring(0, 8), 16);
        return range == 0 ? least : least.plusMillis(spread % (range + 1));
    }
}
