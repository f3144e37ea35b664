package io.capstan.cli;

import io.capstan.cluster.IntentStore;
import io.capstan.cluster.LeaseLock;
import io.capstan.cluster.Observer;
import io.capstan.config.Settings;
import io.capstan.pass.Acting;
import io.capstan.pass.IssuerRenewal;
import io.capstan.pass.Pace;
import io.capstan.pass.Pause;
import io.capstan.pass.Rotation;
import io.capstan.report.RotationText;
import io.capstan.rotation.Policy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.UUID;

/**
 * What the commands work with. The clock and the pause are here so that a test, or the demo, can let a day pass in a second.
 *
 * @param clock only for the lock; whatever is decided goes by the API server's time
 */
public record Workbench(KubernetesClient client, Settings settings, Clock clock, Pause pause) {
    Observer observer() {
        return new Observer(client, settings.installation());
    }

    IntentStore store() {
        return new IntentStore(client, settings.installation());
    }

    Rotation rotation(Policy policy) {
        return new Rotation(
                observer(), new Acting(client), store(), lock(), policy, pace(), pause, RotationText::summary);
    }

    IssuerRenewal issuerRenewal(Policy policy) {
        return new IssuerRenewal(observer(), new Acting(client), lock(), policy, pace(), pause);
    }

    private LeaseLock lock() {
        return new LeaseLock(client, settings.installation(), identity(), settings.lockLife(), clock);
    }

    private Pace pace() {
        return new Pace(
                settings.pollShortest(),
                settings.pollLongest(),
                settings.lockLife().dividedBy(3),
                settings.lockLife());
    }

    private static String identity() {
        return "capstan-" + UUID.randomUUID();
    }
}
