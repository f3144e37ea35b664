package io.capstan.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.capstan.drydock.Drydock;
import io.capstan.drydock.Program;
import io.capstan.drydock.linkerd.VolumeLag;
import io.capstan.drydock.probe.Tally;
import io.capstan.pass.Sleeper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One rotation through the weather of one seed: everything in it follows from the seed alone. */
final class Voyage implements Program {
    /** What people do most; all the others share a third of the seeds. */
    private static final List<Way> USUAL = List.of(Way.PROMPT, Way.PROMPT, Way.SEAMLESS);

    private static final List<Way> OTHERS =
            Arrays.stream(Way.values()).filter(way -> !USUAL.contains(way)).toList();

    /** As long as an undisturbed rotation takes that restarts for leaves, and one that waits for them, in seconds. */
    private static final int SHORT_STORM = 480;

    private static final int LONG_STORM = 4_200;
    private static final int MOST_HAPPENINGS = 8;
    private static final int MOST_RUNS = 40;
    /** In a row, in a world that no longer changes. */
    private static final int MOST_REFUSALS = 5;

    private static final int MOST_SLEEPS_OF_A_SECOND_RUN = 20;
    private static final Duration BETWEEN_RUNS = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(20);
    /** {@code Deployment shop/web}, {@code Bundle linkerd-identity-trust-roots}, or the option that is to be changed. */
    private static final Pattern NAMES_AN_OBJECT =
            Pattern.compile("[A-Z][A-Za-z]+ [a-z0-9-]+(/[a-z0-9.-]+)?|capstan\\.[a-z-]+");

    private final long seed;
    private final Random random;
    private final Way way;
    private final Drydock drydock;
    private final KubernetesClient client;
    private final Truth truth;
    private final Trouble trouble;
    private final Surroundings world;
    private final Watchman watchman;
    private final Credentials credentials;
    private final String firstAnchor;
    private final JsonNode issuer;
    private final Deque<Planned> planned = new ArrayDeque<>();
    private final List<String> violations = new ArrayList<>();
    private final Operator first;
    private final Operator second;
    private int sleepsLeft;
    /** The number of what is asked for. */
    private int request = 1;
    /** Whether a recovery has brought mTLS back, which the other ways begin with. */
    private boolean isUp;

    private long handshakes;

    private record Planned(Instant at, Happening happening) {}

    /** @param happenings how many happenings of the seed are played, at most; fewer show which of them it takes */
    Voyage(long seed, int happenings) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        List<Way> ways = random.nextInt(3) > 0 ? USUAL : OTHERS;
        this.way = ways.get(random.nextInt(ways.size()));
        Duration leafLifetime = way.waitsForLeaves() ? Duration.ofHours(1) : Duration.ofHours(24);
        Shop.Kind kind = new Shop.Kind(1 + random.nextInt(2), leafLifetime, expired());
        VolumeLag lag = List.of(VolumeLag.NONE, VolumeLag.KUBELET, new VolumeLag(Duration.ZERO, Duration.ofMinutes(2)))
                .get(random.nextInt(3));
        this.drydock = Shop.of(kind, lag, new Random(seed));
        this.isUp = !way.recovers();
        if (!isUp) {
            drydock.world().advance(Duration.ofSeconds(random.nextInt((int) leafLifetime.toSeconds())));
        }
        this.client = drydock.api().internalClient();
        this.truth = new Truth(drydock, client);
        this.trouble = new Trouble(seed, drydock.clock()::instant, drydock.world()::advance);
        this.world = new Surroundings(drydock, client, random, truth, trouble);
        this.watchman = new Watchman(world, truth, trouble, !way.breaksHandshakes());
        this.credentials = new Credentials(client);
        this.firstAnchor = truth.anchor();
        this.first = operator("capstan", this::sleep);
        this.second = operator("capstan-2", this::sleepOfTheSecond);
        if (way.isByPasses()) {
            credentials.askForRotation(firstAnchor);
        }
        this.issuer = credentials.issuerAsWritten();
        world.note(way + ", " + kind + ", " + lag);
        plan(happenings);
    }

    private Shop.Expired expired() {
        Shop.Expired[] all = Shop.Expired.values();
        return way.recovers() ? all[1 + random.nextInt(all.length - 1)] : Shop.Expired.NOTHING;
    }

    private Operator operator(String name, Sleeper sleeper) {
        return new Operator(drydock, drydock.api().nearClient(name), way.settings(), sleeper);
    }

    /** Most of it while the restarts are under way, some of it before the first look. */
    private void plan(int most) {
        Instant start = drydock.clock().instant();
        int length = !way.waitsForLeaves() || random.nextBoolean() ? SHORT_STORM : LONG_STORM;
        Happening[] all = Happening.values();
        IntStream.range(0, 1 + random.nextInt(MOST_HAPPENINGS))
                .mapToObj(i -> new Planned(start.plusSeconds(random.nextInt(length)), all[random.nextInt(all.length)]))
                .toList()
                .stream()
                .sorted(Comparator.comparing(Planned::at))
                .limit(most)
                .forEach(planned::add);
    }

    /** What has become of it. */
    record Log(long seed, long handshakes, List<String> violations, List<String> trace) {
        /** What went wrong, what had happened before, and how to see it again. */
        String text() {
            return "seed " + seed + ":\n  " + String.join("\n  ", violations) + "\nwhat happened:\n  "
                    + String.join("\n  ", trace) + "\nagain: ./mvnw test -Dtest=InterferenceTest -Dfaults.seed="
                    + seed + "\n";
        }
    }

    Log run() {
        drydock.world().add(this);
        if (!isUp) {
            drydock.world().every(BETWEEN_LOOKS, now -> isUp = isUp || isBroughtBack());
        }
        drydock.api().faults(watchman);
        try {
            sail();
        } catch (RuntimeException | AssertionError e) {
            violations.add("it ended with " + e);
        } finally {
            first.close();
            second.close();
            client.close();
            drydock.close();
        }
        violations.addAll(watchman.violations());
        countAnew();
        return new Log(seed, handshakes, List.copyOf(violations), world.trace());
    }

    private void sail() {
        drydock.world().advance(Duration.ofSeconds(random.nextInt(120)));
        Operator.Ended ended = rotate();
        while (!isOver(ended) && !planned.isEmpty()) {
            drydock.world().advance(BETWEEN_RUNS);
            ended = rotate();
        }
        planned.clear();
        world.note("the world heals");
        world.heal();
        int refusals = 0;
        for (int runs = 0; runs < MOST_RUNS && refusals < MOST_REFUSALS && !isOver(ended); runs++) {
            drydock.world().advance(BETWEEN_RUNS);
            ended = way.isByPasses() ? rotate() : rotate("--no-wait");
            refusals = ended.refusal().isPresent() ? refusals + 1 : 0;
        }
        judgeHandshakes();
        judgeEnd(ended);
    }

    /** A pass may find nothing to do because it has not seen the request. */
    private boolean isOver(Operator.Ended ended) {
        return ended.isDone() && !truth.anchor().equals(firstAnchor);
    }

    private Operator.Ended rotate(String... options) {
        Operator.Ended ended =
                first.run(Stream.concat(command(), Stream.of(options)).toArray(String[]::new));
        world.note("rotate ended with " + ended.exitCode() + ": " + ended.lastLine());
        if (ended.printed().contains("\tat ") || ended.printed().contains("Exception")) {
            violations.add("a stack trace is printed: " + ended.printed());
        }
        if (ended.isDone() && truth.anchor().equals(firstAnchor)) {
            request++; // it has finished what it took for an unfinished rotation, and a person asks anew
        }
        return ended;
    }

    private Stream<String> command() {
        return way.command().stream().map(word -> word.equals(Way.REQUEST) ? "request-" + request : word);
    }

    private void sleep(Duration duration) {
        drydock.world().advance(duration);
        for (Surroundings.SecondRun run : world.takeSecondRuns()) {
            if (run.stalls()) {
                drydock.world().advance(Operator.longerThanALock());
            }
            runTheSecond();
        }
    }

    private void runTheSecond() {
        sleepsLeft = MOST_SLEEPS_OF_A_SECOND_RUN;
        Operator.Ended ended = second.run(command().toArray(String[]::new));
        world.note("the second ended with " + ended.exitCode() + ": " + ended.lastLine());
    }

    private void sleepOfTheSecond(Duration duration) throws InterruptedException {
        if (sleepsLeft-- == 0) {
            throw new InterruptedException("stopped");
        }
        drydock.world().advance(duration);
    }

    @Override
    public Set<String> watched() {
        return Set.of("secrets");
    }

    @Override
    public Instant turn(Instant now) {
        truth.look();
        while (!planned.isEmpty() && !planned.peek().at().isAfter(now)) {
            Happening happening = planned.remove().happening();
            world.note(happening.text());
            happening.befall(world);
        }
        Instant later = world.turn(now);
        Instant next = planned.isEmpty() ? NEVER : planned.peek().at();
        return later.isBefore(next) ? later : next;
    }

    /** Once so, it must not fail again, whatever has failed before. */
    private boolean isBroughtBack() {
        boolean isUpNow = !truth.anchor().equals(firstAnchor) && !truth.usesMoreThanTheAnchor() && !truth.isBroken();
        if (isUpNow) {
            world.note("mTLS is back");
            countAnew();
        }
        return isUpNow;
    }

    private void countAnew() {
        handshakes += drydock.probe().tally().handshakes();
        drydock.probe().reset();
    }

    /** A handshake may fail only once something has happened that breaks it by itself, or where the way does. */
    private void judgeHandshakes() {
        if (!isUp || !world.perils().isEmpty()) {
            return;
        }
        drydock.probe().tally().failures().stream()
                .filter(failure -> !way.isBrokenBy(failure))
                .findFirst()
                .ifPresent(failure -> violations.add("handshakes failed, the first: " + failure));
    }

    private void judgeEnd(Operator.Ended ended) {
        if (isOver(ended)) {
            judgeGoal();
        } else if (ended.refusal().filter(NAMES_AN_OBJECT.asPredicate()).isEmpty()) {
            violations.add("in the end: " + ended.exitCode() + " " + ended.printed());
        }
    }

    private void judgeGoal() {
        countAnew();
        drydock.world().advance(Duration.ofMinutes(5));
        Tally tally = drydock.probe().tally();
        if (tally.failed() > 0) {
            violations.add(
                    "it is done, but handshakes fail: " + tally.failures().get(0));
        }
        if (truth.usesMoreThanTheAnchor() || !truth.bundled().equals(Set.of(truth.anchor()))) {
            violations.add("it is done, but " + truth.inUse() + " are in use and the bundle holds " + truth.bundled());
        }
        if (way.purges() && !truth.isAloneEverywhere()) {
            violations.add("it is done, but some proxy trusts more than " + truth.anchor());
        }
        if (!credentials.issuerAsWritten().equals(issuer)) {
            violations.add("it is done, but the issuer's Certificate does not ask for what it did");
        }
    }

    @Override
    public String toString() {
        return "the weather of seed " + seed;
    }
}
