package io.capstan.cli;

import io.capstan.cluster.AnchorNotes;
import io.capstan.cluster.IntentStore;
import io.capstan.cluster.LeaseLock;
import io.capstan.cluster.Observer;
import io.capstan.config.Settings;
import io.capstan.pass.Acting;
import io.capstan.pass.Gatekeeper;
import io.capstan.pass.IssuerRenewal;
import io.capstan.pass.LockedLoop;
import io.capstan.pass.Pace;
import io.capstan.pass.Pass;
import io.capstan.pass.Publisher;
import io.capstan.pass.Request;
import io.capstan.pass.Rotation;
import io.capstan.pass.Sleeper;
import io.capstan.pass.UsualGates;
import io.capstan.rotation.Due;
import io.capstan.rotation.Policy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * What the commands work with. The clock and the sleeper are here so that a test, or the demo, can let a day pass in a second.
 *
 * @param clock only for the lock; whatever is decided goes by the API server's time
 */
public record Workbench(KubernetesClient client, Settings settings, Clock clock, Sleeper sleeper) {
    Observer observer() {
        return new Observer(client, settings.installation());
    }

    IntentStore store() {
        return new IntentStore(client, settings.installation(), settings.history());
    }

    /** As it is configured, with what earlier rotations have shown of how long rollouts take. */
    Policy policy() {
        return settings.policy().withMeasured(store().history().measured());
    }

    AnchorNotes anchorNotes() {
        return new AnchorNotes(client, settings.installation());
    }

    /** The gates of a rotation that a person has started. @param now whether it does not wait for a maintenance window */
    Gatekeeper gatesByHand(Policy policy, boolean now) {
        return new UsualGates(policy, false, !now, Optional::empty);
    }

    Rotation rotation(Policy policy, Gatekeeper gates) {
        return rotation(policy, gates, loop(true));
    }

    IssuerRenewal issuerRenewal(Policy policy) {
        return new IssuerRenewal(observer(), new Acting(client), loop(true), policy, pace());
    }

    Pass pass(Publisher publisher) {
        Policy policy = policy();
        LockedLoop loop = loop(false);
        return new Pass(
                observer(),
                store(),
                rotation(policy, new UsualGates(policy, true, true, Optional::empty), loop),
                loop,
                new Acting(client),
                policy,
                this::unasked,
                publisher);
    }

    private Request unasked(Optional<Due> due) {
        Settings.Unasked unasked = settings.unasked();
        return new Request(
                unasked.strategy(),
                false,
                due.map(Due::text).orElse(""),
                due.map(Due::requestedBy).orElse(""),
                "",
                unasked.left(),
                unasked.anchorNotShared(),
                Optional.of(settings.runMaxWait()));
    }

    private Rotation rotation(Policy policy, Gatekeeper gates, LockedLoop loop) {
        return new Rotation(observer(), new Acting(client), store(), loop, gates, policy, pace());
    }

    private LockedLoop loop(boolean outlivesTheDead) {
        LeaseLock lock = new LeaseLock(client, settings.installation(), identity(), settings.lockLife(), clock);
        return new LockedLoop(lock, pace(), sleeper, outlivesTheDead);
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
