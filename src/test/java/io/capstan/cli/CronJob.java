package io.capstan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.capstan.config.Key;
import io.capstan.config.Settings;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Request;
import io.capstan.drydock.pki.Fingerprint;
import io.capstan.pass.Sleeper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Stands in for the CronJob of {@code capstan run}, on an embedded cluster and in its time: between two passes time jumps.
 * A person's commands are given here too, in the same configuration.
 */
final class CronJob implements AutoCloseable {
    static final Duration EVERY = Duration.ofMinutes(5);

    private final Drydock drydock;
    private final KubernetesClient client;
    private final Map<String, String> settings = new HashMap<>();
    private final Path metricsFile;
    private Sleeper sleeper;
    private String printed = "";
    private Duration longest = Duration.ZERO;
    private int passes;

    private CronJob(Drydock drydock, KubernetesClient client) {
        this.drydock = drydock;
        this.client = client;
        this.sleeper = drydock.world()::advance;
        try {
            this.metricsFile = Files.createTempDirectory("capstan-metrics").resolve("capstan.prom");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        with(Key.TEXTFILE, metricsFile.toString());
        // each look costs real time here, however little of the cluster's passes in between
        with(Key.POLL_SHORTEST, "10s");
        with(Key.POLL_LONGEST, "10m");
        with(Key.LOCK_LIFE, "4m");
    }

    /** On a cluster as the page leaves it, at eight in the morning (UTC). */
    static CronJob onThePagesCluster() {
        return on(Drydock.afterThePage());
    }

    static CronJob on(Drydock drydock) {
        return new CronJob(drydock, drydock.client());
    }

    CronJob with(Key key, String value) {
        return with(key.fullName(), value);
    }

    CronJob with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /**
     * One maintenance window.
     *
     * @param cron when it begins, in UTC
     */
    CronJob withWindow(String cron, String duration) {
        return with("capstan.windows[0].cron", cron).with("capstan.windows[0].window-duration", duration);
    }

    /** From now on passes wait by this; it is to let the cluster's time pass. */
    void sleepBy(Sleeper other) {
        sleeper = other;
    }

    Drydock drydock() {
        return drydock;
    }

    Kubectl kubectl() {
        return new Kubectl(drydock.client());
    }

    /** The sha256 of the anchor's certificate. */
    String anchor() {
        return Fingerprint.of(drydock.certificates().anchor());
    }

    /** Handshakes that have failed since the cluster was made. */
    long failedHandshakes() {
        return drydock.probe().tally().failed();
    }

    boolean isCompleted() {
        return lastLine().endsWith("is done");
    }

    /** Whether the last pass has left the wait of a day to later ones: everything is restarted, and the issuer is renewed. */
    boolean isWaitingForLeaves() {
        return lastLine().contains("waiting for every proxy to renew its leaf");
    }

    Instant now() {
        return drydock.clock().instant();
    }

    /** One pass. @return its exit code */
    int pass() {
        Instant start = now();
        int exitCode = capstan("run");
        passes++;
        Duration took = Duration.between(start, now());
        longest = took.compareTo(longest) > 0 ? took : longest;
        return exitCode;
    }

    /** One pass when it is time for the next. @return its exit code */
    int nextPass() {
        return nextPass(EVERY);
    }

    /** One pass that is killed as soon as it has done {@code last}. */
    void kill(Predicate<Request> last) {
        drydock.api().faults(Trouble.killedRightAfter(last));
        if (pass() == ExitCode.OK) {
            throw new AssertionError("the pass came to its end: " + printed);
        }
        drydock.api().faults(Fault.NONE);
    }

    /** As the schedule has it: a pass that is still at work when the next is due takes its place. */
    private int nextPass(Duration every) {
        long past = now().getEpochSecond() % every.toSeconds();
        Instant next = now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(past).plus(every);
        drydock.world().advance(Duration.between(now(), next));
        return pass();
    }

    /** Passes at every {@link #EVERY}, each of which must be completed, until it is so. */
    void passesUntil(BooleanSupplier reached, Duration limit) {
        passesUntil(EVERY, reached, limit);
    }

    /** The same, less often: what is waited for takes hours. */
    void passesUntil(Duration every, BooleanSupplier reached, Duration limit) {
        Instant end = now().plus(limit);
        while (!reached.getAsBoolean()) {
            if (!now().isBefore(end)) {
                throw new AssertionError(limit + " have passed, and the last pass said: " + printed);
            }
            int exitCode = nextPass(every);
            if (exitCode != ExitCode.OK) {
                throw new AssertionError("a pass ended with " + exitCode + ": " + printed);
            }
        }
    }

    /** Runs {@code capstan} with {@code args}. @return its exit code */
    int capstan(String... args) {
        return capstan(client, args);
    }

    /** The same, with a client of its own. */
    int capstan(KubernetesClient other, String... args) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Settings read = Settings.of(key -> Optional.ofNullable(settings.get(key)));
        Workbench bench = new Workbench(other, read, drydock.clock(), sleeper);
        int exitCode =
                CommandLines.of(new Console(() -> bench, out, out, false)).execute(args);
        printed = bytes.toString(StandardCharsets.UTF_8);
        return exitCode;
    }

    /** The JSON that a command prints with {@code -o json}. */
    JsonNode json(String... args) {
        String[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "-o";
        all[args.length + 1] = "json";
        capstan(all);
        try {
            return new ObjectMapper().readTree(printed);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the last command has printed, errors as well. */
    String printed() {
        return printed;
    }

    /** What the last command has printed as its last line. */
    String lastLine() {
        return printed.lines().reduce("", (before, line) -> line);
    }

    int passes() {
        return passes;
    }

    /** How long the longest pass took, in the cluster's time. */
    Duration longestPass() {
        return longest;
    }

    /** How many requests of commands have changed the cluster so far, or would have. */
    long writes() {
        return drydock.api().served().stream()
                .filter(served -> served.request().writes())
                .count();
    }

    EventsSeen events() {
        return EventsSeen.in(drydock);
    }

    /** What node-exporter would read now. */
    MetricsSeen metrics() {
        return MetricsSeen.in(metricsFile);
    }

    @Override
    public void close() {
        drydock.close();
        try {
            Files.deleteIfExists(metricsFile);
            Files.deleteIfExists(metricsFile.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
