package io.capstan.rotation;

import io.capstan.trust.Snapshot;
import io.capstan.trust.TrustState;
import io.capstan.window.CronSchedule;
import io.capstan.window.Durations;
import io.capstan.window.MaintenanceWindow;
import io.capstan.window.MaintenanceWindows;
import io.capstan.window.RolloutEstimate;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Schedules that differ in one fact from {@link Schedule#ANY_TIME}, and what follows from them. */
final class Schedules {
    private Schedules() {}

    static Schedule automaticNever() {
        return new Schedule(false, Optional.empty(), false, OnDeadline.ALERT, false, MaintenanceWindows.ALWAYS);
    }

    static Schedule maxAge(Duration age) {
        return new Schedule(true, Optional.of(age), false, OnDeadline.ALERT, false, MaintenanceWindows.ALWAYS);
    }

    /** @param windows such as {@code 0 2 * * 6 for 3h}, in UTC */
    static Schedule within(String... windows) {
        return within(OnDeadline.ALERT, windows);
    }

    static Schedule within(OnDeadline onDeadline, String... windows) {
        return new Schedule(true, Optional.empty(), false, onDeadline, false, windows(windows));
    }

    static Schedule holdingIssuer(Schedule schedule) {
        return new Schedule(
                schedule.automatic(),
                schedule.maxAge(),
                schedule.approvalRequired(),
                schedule.onDeadline(),
                true,
                schedule.windows());
    }

    static MaintenanceWindows windows(String... windows) {
        return windows(Set.of(), windows);
    }

    static MaintenanceWindows windows(Set<LocalDate> excluded, String... windows) {
        return new MaintenanceWindows(Stream.of(windows).map(Schedules::window).toList(), excluded);
    }

    private static MaintenanceWindow window(String text) {
        String[] parts = text.split(" for ", 2);
        return new MaintenanceWindow(
                CronSchedule.parse(parts[0]), Durations.parse(parts[1]).orElseThrow(), ZoneId.of("UTC"));
    }

    static Policy policy(Schedule schedule) {
        return Policy.DEFAULT.withSchedule(schedule);
    }

    /** With one workload a batch, each pod of which takes {@code perPod}. */
    static Policy slow(Schedule schedule, Duration perPod) {
        return policy(schedule).withRestarts(new RolloutEstimate(perPod, 1), Policy.DEFAULT.rolloutTimeout());
    }

    static Phase phase(Snapshot snapshot) {
        return Phase.of(
                TrustState.of(snapshot, Policy.DEFAULT.margins(), Set.of(), Optional.empty())
                        .orElseThrow(),
                false);
    }

    /** What is decided with the gates that a scheduled pass has. */
    static Decision decide(Snapshot snapshot, Intent intent, Policy policy) {
        TrustState state = Decider.state(snapshot, intent, policy).orElseThrow();
        return Decider.decide(state, Phase.of(state, intent.purge()), intent, gates(state, intent, policy), policy);
    }

    static Gates gates(TrustState state, Intent intent, Policy policy) {
        Gate pause = new PauseGate(state.snapshot());
        Gate window = new WindowGate(state, policy);
        return policy.schedule().approvalRequired()
                ? Gates.of(pause, new ApprovalGate(state.snapshot(), intent), window)
                : Gates.of(pause, window);
    }
}
