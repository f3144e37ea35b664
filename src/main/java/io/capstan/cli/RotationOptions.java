package io.capstan.cli;

import io.capstan.pass.Request;
import io.capstan.rotation.Asked;
import io.capstan.rotation.Intent;
import io.capstan.rotation.Policy;
import io.capstan.rotation.Strategy;
import io.capstan.trust.ObjectRef;
import io.capstan.window.RolloutEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What a rotation can be told; the same for its plan. */
final class RotationOptions {
    @Option(
            names = "--strategy",
            paramLabel = "seamless|prompt|documented|recover",
            completionCandidates = Strategies.class,
            description = "How to get from the old anchor to the new one (default: seamless).")
    private Optional<Strategy> strategy = Optional.empty();

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
    private List<ObjectRef> leave = new ArrayList<>();

    @Option(names = "--anchor-not-shared", description = "Vouch that nothing outside this cluster trusts the anchor.")
    private boolean anchorNotShared;

    @Option(names = "--parallelism", paramLabel = "N", description = "Workloads to restart at the same time.")
    private Optional<Integer> parallelism = Optional.empty();

    @Option(names = "--rollout-timeout", paramLabel = "D", description = "How long one rollout may take, such as 10m.")
    private Optional<Duration> rolloutTimeout = Optional.empty();

    @Option(names = "--now", description = "Wait neither for a maintenance window nor for alerts to end.")
    private boolean now;

    /**
     * Holds what is given against the cluster, which is not asked where nothing of it depends on what is there.
     *
     * @throws WrongUsageException if a workload is to be left that the mesh does not have
     */
    void compare(Workbench bench, Console console) {
        if (strategy.isEmpty() && reason.isEmpty() && leave.isEmpty()) {
            return;
        }
        Optional<Intent> underWay = bench.store().read();
        underWay.flatMap(this::withoutEffect).ifPresent(console::complain);
        Set<ObjectRef> left = underWay.map(Intent::left).orElse(Set.of());
        List<ObjectRef> further =
                leave.stream().filter(ref -> !left.contains(ref)).toList();
        if (!further.isEmpty()) {
            LeftWorkloads.requireThere(further, bench.observer().observe());
        }
    }

    private Optional<String> withoutEffect(Intent underWay) {
        List<String> kept = new ArrayList<>();
        strategy.filter(other -> other != underWay.strategy())
                .ifPresent(other -> kept.add("its strategy, "
                        + underWay.strategy().text() + " (--strategy " + other.text() + " has no effect"
                        + (other == Strategy.RECOVER ? " but that of --now)" : ")")));
        if (!reason.isEmpty() && !reason.equals(underWay.asked().reason())) {
            kept.add("its reason (--reason has no effect)");
        }
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of("a rotation is under way since " + underWay.startedAt() + " and keeps "
                        + String.join(" and ", kept));
    }

    /** @param maxWait the longest wait to sleep through; empty for any */
    Request request(String requestId, Optional<Duration> maxWait) {
        Asked asked = new Asked(
                strategy.orElse(Strategy.SEAMLESS),
                purge,
                reason,
                System.getProperty("user.name", "unknown"),
                requestId,
                Set.copyOf(leave),
                anchorNotShared);
        return new Request(asked, true, maxWait);
    }

    /** {@code policy} as far as nothing else was asked for. */
    Policy policy(Policy policy) {
        RolloutEstimate estimate = new RolloutEstimate(
                policy.restarts().perPod(), parallelism.orElse(policy.restarts().parallelism()));
        return policy.withRestarts(estimate, rolloutTimeout.orElse(policy.rolloutTimeout()))
                .withSchedule(now() ? policy.schedule().withoutWindows() : policy.schedule());
    }

    /** What has expired waits for nothing. */
    boolean now() {
        return now || strategy.filter(Strategy.RECOVER::equals).isPresent();
    }

    /** What a shell offers to complete. */
    static final class Strategies implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Strategy.values()).map(Strategy::text).iterator();
        }
    }
}
