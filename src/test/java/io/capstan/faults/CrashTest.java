package io.capstan.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.api.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A rotation comes to its end wherever its process is ended: just before and just after every single write, and run again on
 * a host whose clock is right, ahead or behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTest {
    /**
     * {@code clocks}: every crash of a strategy, with each clock; {@code all}: every crash of every way. Else those of a
     * strategy with one clock in turn, and of the other ways a few.
     */
    private static final String PLAYED = System.getProperty("faults.crash", "");

    private static final List<Duration> CLOCKS_AHEAD =
            List.of(Duration.ZERO, Duration.ofMinutes(10), Duration.ofMinutes(-10));

    private static final int SPARSELY = 20;

    private long writes;
    private long cases;
    private long failedHandshakes;

    private record Case(Crash crash, Course course, List<String> violations) {}

    @ParameterizedTest
    @EnumSource
    void aRotationComesToItsEndWhereverItIsKilled(Way way) {
        Course undisturbed = Trial.undisturbed(way);
        assertThat(violations(way, undisturbed, undisturbed)).isEmpty();

        List<Case> played = crashes(undisturbed.writes().size())
                .filter(crash -> isPlayed(way, crash))
                .parallel()
                .map(crash -> play(way, crash, undisturbed))
                .toList();

        writes += undisturbed.writes().size();
        cases += played.size();
        failedHandshakes += way.breaksHandshakes()
                ? 0
                : played.stream()
                        .mapToLong(one -> one.course().tally().failed())
                        .sum();
        System.out.printf("%s: %d writes, %d cases%n", way, undisturbed.writes().size(), played.size());
        assertThat(played.stream().flatMap(one -> one.violations().stream())).isEmpty();
    }

    @AfterAll
    void report() {
        System.out.printf("crashes: %d writes x %d cases%n", writes, cases);
        FaultReport.write("crash", Map.of("writes", writes, "cases", cases, "failedHandshakes", failedHandshakes));
    }

    /** At each of so many writes, just before and just after it, with each clock. */
    private static Stream<Crash> crashes(int writes) {
        return IntStream.rangeClosed(1, writes)
                .boxed()
                .flatMap(write -> Stream.of(Crash.Moment.values())
                        .flatMap(moment -> CLOCKS_AHEAD.stream().map(clock -> new Crash(write, moment, clock))));
    }

    /** Both sides of each write; of what only adds to a strategy, a few of them. */
    private static boolean isPlayed(Way way, Crash crash) {
        if (PLAYED.equals("all") || (PLAYED.equals("clocks") && way.isStrategy())) {
            return true;
        }
        int turn = crash.write() + (crash.moment() == Crash.Moment.JUST_BEFORE ? 0 : 1);
        boolean isItsClock = crash.clockAhead().equals(CLOCKS_AHEAD.get(turn % CLOCKS_AHEAD.size()));
        return isItsClock && (way.isStrategy() || turn % SPARSELY == 0);
    }

    private static Case play(Way way, Crash crash, Course undisturbed) {
        Course course = Trial.endedBy(crash, way);
        return new Case(
                crash,
                course,
                violations(way, course, undisturbed).stream()
                        .map(violation -> way + ", " + crash + " at " + course.last() + ": " + violation)
                        .toList());
    }

    /** What must not be, with the values that are. */
    private static List<String> violations(Way way, Course course, Course undisturbed) {
        List<String> violations = new ArrayList<>();
        if (!course.phase().equals("steady")) {
            violations.add("it ends " + course.phase() + ": " + course.printed());
        }
        if (course.reports() != 1 || course.anchors() != 2) {
            violations.add(course.reports() + " rotations are reported, of one, and " + course.anchors()
                    + " anchors were issued, of two");
        }
        if (!course.isLockFree()) {
            violations.add("somebody still holds the lock");
        }
        if (!course.isIssuerGivenBack()) {
            violations.add("the issuer's Certificate does not ask for what it did");
        }
        course.restarts().forEach((workload, times) -> {
            if (times > mostRestarts(workload, course, undisturbed)) {
                violations.add(workload + " was restarted " + times + " times, of "
                        + undisturbed.restarts().get(workload));
            }
        });
        course.tally().failures().stream()
                .filter(failure -> !way.recovers() && !way.isBrokenBy(failure))
                .forEach(failure -> violations.add("a handshake failed: " + failure));
        return violations;
    }

    /** As often as its strategy needs, and the restart that the process was ended at. */
    private static long mostRestarts(String workload, Course course, Course undisturbed) {
        boolean isInFlight = course.last()
                .map(Request::path)
                .filter(path -> path.endsWith("/" + workload))
                .isPresent();
        return undisturbed.restarts().getOrDefault(workload, 0L) + (isInFlight ? 1 : 0);
    }
}
