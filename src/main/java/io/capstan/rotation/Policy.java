package io.capstan.rotation;

import io.capstan.trust.Margins;
import io.capstan.trust.ObjectRef;
import io.capstan.window.RolloutEstimate;
import java.time.Duration;
import java.util.Map;

/**
 * The limits within which decisions are made.
 *
 * @param margins how far apart two events must be for one to have seen the other
 * @param spreadLimit how long trust-manager may take to write the bundle, and the injector to hand it out
 * @param renewalLimit how long cert-manager may take to issue
 * @param rolloutTimeout how long one rollout may take
 * @param restartAttempts how often one workload is restarted for one cause
 * @param restarts how long restarts take, for plans and for the race against the issuer's renewal
 * @param raceMargin what must be left of the issuer's time beyond what the restarts need
 * @param rotateBefore the time before the anchor's end at which a rotation is due
 * @param measured how long rollouts of these workloads took in earlier rotations; where known it replaces the estimate
 */
public record Policy(
        Margins margins,
        Duration spreadLimit,
        Duration renewalLimit,
        Duration rolloutTimeout,
        int restartAttempts,
        RolloutEstimate restarts,
        Duration raceMargin,
        Duration rotateBefore,
        Schedule schedule,
        Map<ObjectRef, Duration> measured) {
    public static final Policy DEFAULT = new Policy(
            new Margins(Duration.ofMinutes(2), Duration.ofSeconds(30)),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            2,
            new RolloutEstimate(Duration.ofSeconds(30), 5),
            Duration.ofMinutes(30),
            Duration.ofDays(60),
            Schedule.ANY_TIME,
            Map.of());

    public Policy {
        measured = Map.copyOf(measured);
    }

    /**
     * {@code spec.renewBefore} of the anchor where cert-manager can renew it by itself: half of the time that Capstan has, so
     * that cert-manager acts only long after Capstan should have, and still a good while before the end.
     */
    public Duration lateRenewal() {
        return rotateBefore.dividedBy(2);
    }

    public Policy withRestarts(RolloutEstimate estimate, Duration timeout) {
        return with(timeout, estimate, schedule, measured);
    }

    public Policy withSchedule(Schedule other) {
        return with(rolloutTimeout, restarts, other, measured);
    }

    public Policy withMeasured(Map<ObjectRef, Duration> rollouts) {
        return with(rolloutTimeout, restarts, schedule, rollouts);
    }

    private Policy with(Duration timeout, RolloutEstimate estimate, Schedule other, Map<ObjectRef, Duration> rollouts) {
        return new Policy(
                margins,
                spreadLimit,
                renewalLimit,
                timeout,
                restartAttempts,
                estimate,
                raceMargin,
                rotateBefore,
                other,
                rollouts);
    }
}
