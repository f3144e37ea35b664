package io.capstan.serve;

import io.capstan.window.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of the life of this process, and what follows for its health. */
public final class Vitals {
    /** The least time for which passes may fail: an API server that is upgraded is away for minutes. */
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(15);
    /** As many passes in a row may fail. */
    private static final int FAILED_PASSES = 3;

    private final Clock clock;
    private Duration patience = LEAST_PATIENCE;
    private Role role = Role.STARTING;
    private boolean hasPassed;
    private Instant lastSign = Instant.MIN;
    private Optional<Instant> lastSuccess = Optional.empty();
    private Optional<String> lastFailure = Optional.empty();

    private enum Role {
        /** The configuration has not been read yet. */
        STARTING,
        /** Another process makes the passes, or nobody does yet. */
        STANDBY,
        LEADER
    }

    public Vitals(Clock clock) {
        this.clock = clock;
    }

    /**
     * The configuration is right, and this process stands for election.
     *
     * @param every how often there is a pass
     */
    synchronized void standsBy(Duration every) {
        Duration passes = every.multipliedBy(FAILED_PASSES);
        patience = passes.compareTo(LEAST_PATIENCE) > 0 ? passes : LEAST_PATIENCE;
        role = Role.STANDBY;
    }

    synchronized void leads(boolean leads) {
        role = leads ? Role.LEADER : Role.STANDBY;
        hasPassed = false;
        lastSign = clock.instant();
    }

    /** A pass has begun, which says nothing of how it will end. */
    synchronized void begun() {
        hasPassed = true;
    }

    /** A pass has made a turn: it has looked at the cluster and done what was to be done. */
    synchronized void turned() {
        lastSign = clock.instant();
    }

    synchronized void succeeded() {
        lastSign = clock.instant();
        lastSuccess = Optional.of(lastSign);
        lastFailure = Optional.empty();
    }

    /** @param reason in one line */
    synchronized void failed(String reason) {
        lastFailure = Optional.of(reason);
    }

    /**
     * Whether to go on. A leader none of whose passes has succeeded for three times their interval, and no less than 15
     * minutes, is better started anew; a pass that still makes turns is alive however long it takes, and so is who does not lead.
     */
    public synchronized Verdict liveness() {
        boolean isSilent = role == Role.LEADER && clock.instant().isAfter(lastSign.plus(patience));
        Map<String, String> details = details();
        if (isSilent) {
            details.put(
                    "reason",
                    "no pass has succeeded, nor made a turn, since " + lastSign + ": longer than "
                            + Durations.text(patience));
        }
        return new Verdict(!isSilent, details);
    }

    /**
     * Whether it does what it is there for: the configuration was right, and it stands by for the leader to go or, as the
     * leader, has at least begun its first pass. How that pass ends is liveness.
     */
    public synchronized Verdict readiness() {
        return new Verdict(role == Role.STANDBY || (role == Role.LEADER && hasPassed), details());
    }

    private Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(
                "role",
                switch (role) {
                    case STARTING -> "starting";
                    case STANDBY -> "standby";
                    case LEADER -> "leader";
                });
        lastSuccess.ifPresent(at -> details.put("last-success", at.toString()));
        lastFailure.ifPresent(why -> details.put("last-failure", why));
        return details;
    }
}
