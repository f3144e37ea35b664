package io.capstan.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.cluster.LeaseLock;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Request;
import io.capstan.drydock.api.Served;
import io.capstan.drydock.linkerd.VolumeLag;
import io.capstan.drydock.pki.Fingerprint;
import io.capstan.fixture.Installations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One rotation on a cluster of its own, run again and again until it is done. */
final class Trial implements AutoCloseable {
    /** Short, so that the wait for them is soon over, and long against what a crash delays. */
    private static final Duration LEAF_LIFE = Duration.ofMinutes(40);

    /** The same for all, so that they differ in their crash alone. */
    private static final int SEED = 6;
    /** Most of them find the lock held, where the host's clock is behind that of the dead. */
    private static final int MOST_RUNS = 30;

    private final Way way;
    private final Drydock drydock;
    private final KubernetesClient truth;
    private final Credentials credentials;
    private final Operator operator;
    private final Operator onlooker;
    private final Map<String, Long> generations;
    private final JsonNode issuer;
    private final Instant start;
    private String printed = "";

    Trial(Way way) {
        this.way = way;
        Shop.Expired expired = way.recovers() ? Shop.Expired.ISSUER : Shop.Expired.NOTHING;
        this.drydock = Shop.of(new Shop.Kind(2, LEAF_LIFE, expired), VolumeLag.KUBELET, new Random(SEED));
        this.truth = drydock.api().internalClient();
        this.credentials = new Credentials(truth);
        this.operator =
                new Operator(drydock, drydock.api().nearClient("capstan"), way.settings(), drydock.world()::advance);
        this.onlooker = new Operator(drydock, truth, Map.of(), drydock.world()::advance);
        if (way.isByPasses()) {
            credentials.askForRotation(Fingerprint.of(drydock.certificates().anchor()));
        }
        this.generations = generations();
        this.issuer = credentials.issuerAsWritten();
        this.start = drydock.clock().instant();
    }

    /** How a rotation goes that nothing disturbs. */
    static Course undisturbed(Way way) {
        try (Trial trial = new Trial(way)) {
            trial.runUntilDone(Duration.ZERO);
            return trial.course(Optional.empty());
        }
    }

    /** How one goes whose process is ended by {@code crash}, and which is then run again until it is done. */
    static Course endedBy(Crash crash, Way way) {
        try (Trial trial = new Trial(way)) {
            Death death = new Death(crash);
            trial.runUntilDead(death);
            trial.runUntilDone(crash.clockAhead());
            return trial.course(death.last());
        }
    }

    private void runUntilDead(Death death) {
        drydock.api().faults(death);
        for (int runs = 0; runs < MOST_RUNS && death.last().isEmpty(); runs++) {
            run(Duration.ZERO);
            drydock.world().advance(way.untilNextRun());
        }
        drydock.api().faults(Fault.NONE);
    }

    private void runUntilDone(Duration clockAhead) {
        boolean isDone = false;
        for (int runs = 0; runs < MOST_RUNS && !isDone; runs++) {
            isDone = run(clockAhead).isDone() && reports() > 0;
            drydock.world().advance(isDone ? Duration.ZERO : way.untilNextRun());
        }
    }

    private Operator.Ended run(Duration clockAhead) {
        Operator.Ended ended = operator.run(
                Clock.offset(drydock.clock(), clockAhead), way.command().toArray(String[]::new));
        printed = ended.printed();
        return ended;
    }

    private Course course(Optional<Request> last) {
        return new Course(
                drydock.api().served().stream()
                        .map(Served::request)
                        .filter(Request::writes)
                        .toList(),
                last,
                json("status").path("phase").asText(),
                reports(),
                credentials.anchors(),
                restarts(),
                isLockFree(),
                credentials.issuerAsWritten().equals(issuer),
                Duration.between(start, drydock.clock().instant()),
                drydock.probe().tally(),
                printed);
    }

    private int reports() {
        return json("history").size();
    }

    private JsonNode json(String command) {
        try {
            return new ObjectMapper()
                    .readTree(onlooker.run(command, "-o", "json").printed());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Long> restarts() {
        Map<String, Long> restarts = generations();
        restarts.replaceAll((workload, generation) -> generation - generations.getOrDefault(workload, 0L));
        return restarts;
    }

    private Map<String, Long> generations() {
        return Stream.of(
                        truth.apps().deployments().inAnyNamespace().list(),
                        truth.apps().statefulSets().inAnyNamespace().list(),
                        truth.apps().daemonSets().inAnyNamespace().list())
                .flatMap(list -> list.getItems().stream())
                .map(HasMetadata::getMetadata)
                .collect(Collectors.toMap(ObjectMeta::getName, ObjectMeta::getGeneration, Long::sum, TreeMap::new));
    }

    private boolean isLockFree() {
        Clock later = Clock.offset(drydock.clock(), Operator.longerThanALock());
        return new LeaseLock(truth, Installations.ofTheDocumentation(), "nobody", Duration.ZERO, later)
                .holder()
                .isEmpty();
    }

    @Override
    public void close() {
        operator.close();
        onlooker.close();
        drydock.close();
    }
}
