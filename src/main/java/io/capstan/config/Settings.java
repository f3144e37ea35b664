package io.capstan.config;

import io.capstan.rotation.OnDeadline;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Schedule;
import io.capstan.rotation.Strategy;
import io.capstan.telemetry.TelemetrySettings;
import io.capstan.trust.Installation;
import io.capstan.trust.Margins;
import io.capstan.trust.ObjectRef;
import io.capstan.window.Durations;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.Quoted;
import io.capstan.window.RolloutEstimate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration as values. Every mistake in it is found, not only the first.
 *
 * @param unasked how rotations that nobody starts by hand are to be
 * @param runMaxWait the longest wait that a pass sleeps through
 * @param serveEvery how often {@code serve} makes a pass
 * @param history how many reports of rotations are kept
 * @param pollShortest between two looks at the cluster while something may happen any moment
 * @param pollLongest between two looks while the end of a wait is known
 * @param lockLife after which the lock of a runner that died may be taken
 */
public record Settings(
        Installation installation,
        Policy policy,
        Unasked unasked,
        Duration runMaxWait,
        Duration serveEvery,
        int history,
        Duration pollShortest,
        Duration pollLongest,
        Duration lockLife,
        TelemetrySettings telemetry) {

    /** How rotations that nobody starts by hand are to be. */
    public record Unasked(Strategy strategy, Set<ObjectRef> left, boolean anchorNotShared) {}

    /** One line per mistake: the key, the value, and what is allowed. */
    public static final class MistakesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MistakesException(List<String> mistakes) {
            super(String.join(System.lineSeparator(), mistakes));
        }

        MistakesException with(List<String> more) {
            return new MistakesException(Stream.concat(Stream.of(String.valueOf(getMessage())), more.stream())
                    .toList());
        }
    }

    /**
     * @param value of a configuration key, by its full name: {@code capstan.volume-lag}, {@code capstan.windows[0].cron}
     * @throws MistakesException if a value is not what its key allows
     */
    public static Settings of(Function<String, Optional<String>> value) {
        Reading read = new Reading(value);
        String linkerdNamespace = read.name(Key.LINKERD_NAMESPACE);
        Installation installation = new Installation(
                linkerdNamespace,
                read.name(Key.TRUST_NAMESPACE),
                read.name(Key.ANCHOR_CERTIFICATE),
                read.name(Key.ISSUER_CERTIFICATE),
                read.name(Key.BUNDLE),
                read.name(Key.PREVIOUS_ANCHOR),
                read.optionalName(Key.NAMESPACE).orElse(linkerdNamespace),
                read.optionalName(Key.PROBE_NAMESPACE),
                read.choice(Key.SECRETS, Secrets.class) == Secrets.READ);
        Policy policy = new Policy(
                new Margins(read.duration(Key.VOLUME_LAG), read.duration(Key.CLOCK_SKEW)),
                read.duration(Key.SPREAD_LIMIT),
                read.duration(Key.RENEWAL_LIMIT),
                read.duration(Key.ROLLOUT_TIMEOUT),
                read.count(Key.RESTART_ATTEMPTS),
                new RolloutEstimate(read.duration(Key.ESTIMATE_PER_POD), read.count(Key.PARALLELISM)),
                read.duration(Key.RACE_MARGIN),
                read.duration(Key.ROTATE_BEFORE),
                schedule(read),
                Map.of());
        Settings settings = new Settings(
                installation,
                policy,
                new Unasked(
                        read.choice(Key.STRATEGY, Strategy.class, Strategy::isForEveryDay),
                        read.workloads(Key.LEAVE),
                        read.flag(Key.ANCHOR_NOT_SHARED)),
                read.duration(Key.RUN_MAX_WAIT),
                read.positive(Key.SERVE_EVERY),
                read.count(Key.HISTORY),
                read.positive(Key.POLL_SHORTEST),
                read.positive(Key.POLL_LONGEST),
                read.positive(Key.LOCK_LIFE),
                new TelemetryReading(read::text, read::wrong).read());
        read.end();
        return settings;
    }

    private static Schedule schedule(Reading read) {
        return new Schedule(
                read.choice(Key.AUTOMATIC, Automatic.class) == Automatic.DUE,
                read.optionalPositive(Key.MAX_AGE),
                read.choice(Key.APPROVAL, Approval.class) == Approval.MANUAL,
                read.choice(Key.ON_DEADLINE, OnDeadline.class),
                read.flag(Key.HOLD_ISSUER),
                read.windows());
    }

    private enum Secrets {
        READ,
        NEVER
    }

    private enum Automatic {
        DUE,
        NEVER
    }

    private enum Approval {
        AUTOMATIC,
        MANUAL
    }

    /** Reads values and remembers mistakes; what it gives for a mistake is never used. */
    private static final class Reading {
        private final Function<String, Optional<String>> value;
        private final TreeSet<String> mistakes = new TreeSet<>();

        Reading(Function<String, Optional<String>> value) {
            this.value = value;
        }

        private String text(Key key) {
            return value.apply(key.fullName()).filter(text -> !text.isBlank()).orElse(key.byDefault());
        }

        String name(Key key) {
            String name = text(key);
            if (!name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")) {
                wrong(key, name, "the name of a Kubernetes object: lower-case letters, digits, '-' and '.'");
            }
            return name;
        }

        Optional<String> optionalName(Key key) {
            return text(key).isEmpty() ? Optional.empty() : Optional.of(name(key));
        }

        Duration duration(Key key) {
            String text = text(key);
            return Durations.parse(text).orElseGet(() -> {
                wrong(key, text, "a duration such as 30s, 2m30s, 24h or 60d");
                return Duration.ZERO;
            });
        }

        Optional<Duration> optionalPositive(Key key) {
            return text(key).isEmpty() ? Optional.empty() : Optional.of(positive(key));
        }

        boolean flag(Key key) {
            String text = text(key);
            if (!text.equals("true") && !text.equals("false")) {
                wrong(key, text, "true or false");
            }
            return text.equals("true");
        }

        /** One of an enum's constants, as people write them. */
        <E extends Enum<E>> E choice(Key key, Class<E> type) {
            return choice(key, type, constant -> true);
        }

        <E extends Enum<E>> E choice(Key key, Class<E> type, Predicate<E> isAllowed) {
            String text = text(key);
            List<E> all = Stream.of(type.getEnumConstants()).filter(isAllowed).toList();
            return all.stream()
                    .filter(constant -> word(constant).equals(text))
                    .findFirst()
                    .orElseGet(() -> {
                        wrong(key, text, all.stream().map(Reading::word).collect(Collectors.joining(", ")));
                        return all.get(0);
                    });
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }

        Set<ObjectRef> workloads(Key key) {
            return Stream.of(text(key).split(","))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .flatMap(text -> {
                        Optional<ObjectRef> workload = WorkloadNames.parse(text);
                        if (workload.isEmpty()) {
                            wrong(key, text, WorkloadNames.EXPECTED);
                        }
                        return workload.stream();
                    })
                    .collect(Collectors.toUnmodifiableSet());
        }

        Duration positive(Key key) {
            String text = text(key);
            if (Durations.parse(text).filter(Duration::isZero).isPresent()) {
                wrong(key, text, "a duration longer than 0");
            }
            return duration(key);
        }

        int count(Key key) {
            String text = text(key);
            if (!text.matches("[1-9][0-9]{0,3}")) {
                wrong(key, text, "a whole number from 1 to 9999");
                return 1;
            }
            return Integer.parseInt(text);
        }

        MaintenanceWindows windows() {
            return new WindowReading(value, mistakes::add).read();
        }

        private void wrong(Key key, String found, String allowed) {
            mistakes.add(key.fullName() + " is " + Quoted.of(found) + "; allowed is " + allowed);
        }

        void end() {
            if (!mistakes.isEmpty()) {
                throw new MistakesException(List.copyOf(mistakes));
            }
        }
    }
}
