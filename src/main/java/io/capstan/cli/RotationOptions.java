package io.capstan.cli;

import io.capstan.config.WorkloadNames;
import io.capstan.pass.Request;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Strategy;
import io.capstan.trust.ObjectRef;
import io.capstan.window.Durations;
import io.capstan.window.RolloutEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a rotation can be told; the same for its plan. */
final class RotationOptions {
    @Option(
            names = "--strategy",
            paramLabel = "seamless|prompt|documented|recover",
            completionCandidates = Strategies.class,
            defaultValue = "seamless",
            description = "How to get from the old anchor to the new one (default: ${DEFAULT-VALUE}).")
    private String strategy = "seamless";

    @Option(
            names = "--purge",
            description = "Restart once more at the end, so that no running proxy trusts the old anchor.")
    private boolean purge;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the report.")
    private String reason = "";

    @Option(
            names = "--leave",
            paramLabel = "KIND/NS/NAME",
            description = "Give up a workload that cannot be restarted: its proxies will fail.")
    private List<String> leave = new ArrayList<>();

    @Option(names = "--anchor-not-shared", description = "Vouch that nothing outside this cluster trusts the anchor.")
    private boolean anchorNotShared;

    @Option(names = "--parallelism", paramLabel = "N", description = "Workloads to restart at the same time.")
    private Optional<Integer> parallelism = Optional.empty();

    @Option(names = "--rollout-timeout", paramLabel = "D", description = "How long one rollout may take, such as 10m.")
    private Optional<String> rolloutTimeout = Optional.empty();

    @Option(names = "--now", description = "Wait neither for a maintenance window nor for alerts to end.")
    private boolean now;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** @param maxWait the longest wait to sleep through; empty for any */
    Request request(String requestId, Optional<Duration> maxWait) {
        return new Request(
                strategy(),
                purge,
                reason,
                System.getProperty("user.name", "unknown"),
                requestId,
                leave.stream().map(this::workload).collect(Collectors.toUnmodifiableSet()),
                anchorNotShared,
                true,
                maxWait);
    }

    /** {@code policy} as far as nothing else was asked for. */
    Policy policy(Policy policy) {
        RolloutEstimate estimate = new RolloutEstimate(
                policy.restarts().perPod(),
                parallelism.map(this::positive).orElse(policy.restarts().parallelism()));
        return policy.withRestarts(estimate, rolloutTimeout.map(this::duration).orElse(policy.rolloutTimeout()))
                .withSchedule(now() ? policy.schedule().withoutWindows() : policy.schedule());
    }

    /** What has expired waits for nothing. */
    boolean now() {
        return now || strategy() == Strategy.RECOVER;
    }

    private Strategy strategy() {
        try {
            return Strategy.valueOf(strategy.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong("--strategy is '" + strategy + "'; allowed are seamless, prompt, documented and recover");
        }
    }

    private ObjectRef workload(String text) {
        return WorkloadNames.parse(text)
                .orElseThrow(() -> wrong("--leave is '" + text + "'; expected " + WorkloadNames.EXPECTED));
    }

    private Duration duration(String text) {
        return Durations.parse(text)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> wrong("--rollout-timeout is '" + text + "'; expected a duration such as 10m"));
    }

    private int positive(int number) {
        if (number < 1) {
            throw wrong("--parallelism is " + number + "; expected at least 1");
        }
        return number;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    /** What a shell offers to complete. */
    static final class Strategies implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Strategy.values()).map(Strategy::text).iterator();
        }
    }
}
