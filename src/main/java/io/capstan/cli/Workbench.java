package io.capstan.cli;

import io.capstan.check.Checkup;
import io.capstan.cluster.AnchorNotes;
import io.capstan.cluster.ClusterException;
import io.capstan.cluster.EventRecorder;
import io.capstan.cluster.FirstContact;
import io.capstan.cluster.IntentStore;
import io.capstan.cluster.LeaseLock;
import io.capstan.cluster.Observer;
import io.capstan.cluster.SetupObserver;
import io.capstan.cluster.SetupWriter;
import io.capstan.config.Settings;
import io.capstan.pass.Acting;
import io.capstan.pass.Announcer;
import io.capstan.pass.Ending;
import io.capstan.pass.FormerGroup;
import io.capstan.pass.Gatekeeper;
import io.capstan.pass.IssuerRenewal;
import io.capstan.pass.LockedLoop;
import io.capstan.pass.MetricsSink;
import io.capstan.pass.Outlets;
import io.capstan.pass.Pace;
import io.capstan.pass.Pass;
import io.capstan.pass.Publisher;
import io.capstan.pass.Request;
import io.capstan.pass.Rotation;
import io.capstan.pass.Setup;
import io.capstan.pass.Sleeper;
import io.capstan.pass.Turn;
import io.capstan.pass.UsualGates;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Due;
import io.capstan.rotation.Policy;
import io.capstan.serve.Leadership;
import io.capstan.setup.SetupDecider;
import io.capstan.telemetry.FiringAlerts;
import io.capstan.telemetry.UndeliveredException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What the commands work with. The clock and the sleeper are here so that a test, or the demo, can let a day pass in a second.
 *
 * @param clock only for the lock and for limits; whatever is decided goes by the API server's time
 */
public record Workbench(KubernetesClient client, Settings settings, Clock clock, Sleeper sleeper) {
    /** See {@link FirstContact#make}. */
    Optional<String> firstContact() {
        return FirstContact.make(client);
    }

    Observer observer() {
        return new Observer(client, settings.installation());
    }

    SetupObserver setupObserver() {
        return new SetupObserver(client, settings.installation());
    }

    Setup setup(SetupDecider decider) {
        return new Setup(
                setupObserver(), new SetupWriter(client), decider, settings.policy(), settings.pollShortest(), sleeper);
    }

    IntentStore store() {
        return new IntentStore(client, settings.installation(), settings.history());
    }

    /** As it is configured, with what earlier rotations have shown of how long rollouts take. */
    Policy policy() {
        return settings.policy()
                .withMeasured(store().history().measured(settings.policy().rolloutTimeout()));
    }

    /**
     * What is wrong with the trust set-up now.
     *
     * @param namespace as {@link MeshScope#namespace()}
     */
    Checkup checkup(Optional<String> namespace) {
        return Checkup.of(observer().observe(), policy(), store().read(), namespace);
    }

    AnchorNotes anchorNotes() {
        return new AnchorNotes(client, settings.installation());
    }

    /**
     * The gates of a rotation that a person has started.
     *
     * @param now whether it does not wait for alerts to end
     */
    Gatekeeper gatesByHand(Policy policy, boolean now) {
        return new UsualGates(policy, false, now ? Optional::empty : this::objection);
    }

    /** The gates of a rotation that goes on by itself. */
    Gatekeeper gatesByItself(Policy policy) {
        return new UsualGates(policy, true, this::objection);
    }

    /** @param complaints takes a line for what cannot be done now, such as to take the lock that another run holds */
    Rotation rotation(Policy policy, Gatekeeper gates, Consumer<String> complaints) {
        return rotation(policy, gates, loop(Optional.of(complaints)), complaints);
    }

    /** @param waiting as in {@link LockedLoop} */
    IssuerRenewal issuerRenewal(Policy policy, Gatekeeper gates, Consumer<String> waiting) {
        return new IssuerRenewal(observer(), acting(), loop(Optional.of(waiting)), gates, policy, pace());
    }

    /**
     * One scheduled pass; {@code publisher} is told what becomes of it.
     *
     * @return how the rotation ended for this time; empty if none is due or under way
     */
    Optional<Ending> pass(Publisher publisher, Consumer<Turn> watcher) throws InterruptedException {
        try {
            Optional<Ending> ending = pass(publisher).run(watcher);
            publisher.succeeded();
            return ending;
        } catch (RuntimeException e) {
            // one that is stopped has not failed
            if (!(e instanceof ClusterException stopped && stopped.isInterruption())) {
                publisher.failed(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private Pass pass(Publisher publisher) {
        Policy policy = policy();
        LockedLoop loop = loop(Optional.empty());
        return new Pass(
                observer(),
                store(),
                rotation(policy, gatesByItself(policy), loop, publisher::complain),
                loop,
                acting(),
                policy,
                this::unasked,
                publisher);
    }

    /** Tells of passes in Events, and in metrics that are left where Prometheus finds them. */
    Publisher announcer(Consumer<String> complaints) {
        return announcer(new Outlets(settings.telemetry().outlets()), complaints);
    }

    /** Nothing of what was pushed under an earlier grouping key stays in the Pushgateway. */
    void deleteFormerGroup(Consumer<String> complaints) {
        if (settings.telemetry().push().isEmpty()) {
            return;
        }
        try {
            new FormerGroup(store(), settings.telemetry().push().get()).delete();
        } catch (UndeliveredException | ClusterException e) {
            complaints.accept(String.valueOf(e.getMessage()));
        }
    }

    Publisher announcer(MetricsSink metrics, Consumer<String> complaints) {
        return new Announcer(
                new EventRecorder(client, instance(), clock),
                metrics,
                store()::lastCompleted,
                settings.policy(),
                clock,
                complaints);
    }

    /** A rotation that nobody starts by hand. */
    Request unasked(Optional<Due> due) {
        Settings.Unasked unasked = settings.unasked();
        Asked asked = new Asked(
                unasked.strategy(),
                false,
                due.map(Due::text).orElse(""),
                due.map(Due::requestedBy).orElse(""),
                "",
                unasked.left(),
                unasked.anchorNotShared());
        return new Request(asked, false, Optional.of(settings.runMaxWait()));
    }

    /** Why alerts stand in the way of what disturbs users, if they do. */
    private Optional<String> objection() {
        Optional<FiringAlerts> alerts = settings.telemetry().alerts();
        try {
            return alerts.isPresent() ? alerts.get().now().objection() : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // as from whatever else a turn asks: who is stopped is not held by alerts
            throw new ClusterException("Interrupted while asking Prometheus", e);
        }
    }

    private Rotation rotation(Policy policy, Gatekeeper gates, LockedLoop loop, Consumer<String> complaints) {
        return new Rotation(observer(), acting(), store(), loop, gates, policy, pace(), complaints);
    }

    private Acting acting() {
        return new Acting(client, observer());
    }

    private LockedLoop loop(Optional<Consumer<String>> waiting) {
        LeaseLock lock = new LeaseLock(client, settings.installation(), identity(), settings.lockLife(), clock);
        return new LockedLoop(lock, pace(), sleeper, clock, waiting);
    }

    private Pace pace() {
        return new Pace(
                settings.pollShortest(),
                settings.pollLongest(),
                settings.lockLife().dividedBy(3),
                settings.lockLife());
    }

    Leadership leadership(Leadership.Terms terms, Consumer<String> complaints) {
        return new Leadership(client, settings.installation(), identity(), terms, complaints);
    }

    /** The pod's name, or the machine's, which the launchers set where the shell does not. */
    private static String instance() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElse("capstan");
    }

    private static String identity() {
        return instance() + "-" + UUID.randomUUID();
    }
}
