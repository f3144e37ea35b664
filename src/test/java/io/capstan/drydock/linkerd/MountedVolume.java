package io.capstan.drydock.linkerd;

import io.capstan.drydock.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a pod sees of an object that it mounts: current when the pod is created, behind by kubelet's lag from then on. */
final class MountedVolume<T> {
    private final Duration lag;
    private Optional<T> seen = Optional.empty();
    private Instant swap = Program.NEVER;

    MountedVolume(Duration lag) {
        this.lag = lag;
    }

    /** Tells kubelet what the object holds now. Until an object is there for the first time, the pod cannot start. */
    void sync(Optional<T> latest, Instant now) {
        // the files of an object that was deleted stay
        if (latest.isEmpty() || latest.equals(seen)) {
            swap = Program.NEVER;
        } else if (seen.isEmpty()) {
            seen = latest;
        } else {
            swap = swap.equals(Program.NEVER) ? now.plus(lag) : swap;
            if (!now.isBefore(swap)) {
                seen = latest;
                swap = Program.NEVER;
            }
        }
    }

    /** The files as the pod's processes read them now; nothing if the volume was never mounted. */
    Optional<T> files() {
        return seen;
    }

    /** When kubelet will swap the files, or {@link Program#NEVER}. */
    Instant swap() {
        return swap;
    }
}
