package io.capstan.rotation;

import io.capstan.fixture.Pki;
import io.capstan.pass.UsualGates;
import io.capstan.telemetry.Alerts.Firing;
import io.capstan.telemetry.Alerts.Quiet;
import io.capstan.telemetry.Alerts.Unknown;
import io.capstan.trust.TrustState;
import io.capstan.window.MaintenanceWindows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How each gate of a rotation stands, in one of the ways in which it can, seen at {@code now}. */
record Hindrances(
        Instant now, Window window, OnDeadline onDeadline, Pause pause, Approval approval, Alerts alerts, Start start) {
    enum Window {
        ANY_TIME,
        OPEN,
        /** For a minute, until the next day. */
        ENDING,
        LATER_TODAY,
        /** After the issuer's renewal. */
        IN_DAYS,
        /** It is open, as in every month, for a minute. */
        TOO_SHORT,
        TOO_SHORT_LATER_TODAY,
        /** On a day of the year that is excluded. */
        NO_MORE;

        /** So that a deadline may come first. */
        private boolean isFarAway() {
            return this == LATER_TODAY || this == IN_DAYS || this == NO_MORE;
        }
    }

    enum Pause {
        NONE,
        UNTIL_SOMEBODY_RESUMES,
        FOR_SOME_HOURS,
        WITH_AN_UNREADABLE_END,
        OVER
    }

    enum Approval {
        NOT_WANTED,
        WANTED,
        GIVEN,
        /** And taken away again. */
        NOTED,
        /** Of another rotation. */
        STALE
    }

    enum Alerts {
        QUIET,
        FIRING,
        UNKNOWN
    }

    enum Start {
        BY_ITSELF,
        BY_HAND,
        /** {@code rotate --now}. */
        NOW
    }

    /**
     * Every way in which they can stand together; of the states that differ in a detail alone (when a pause ends, why an
     * approval is one or none, why the alerts are in the way) one at a time, and none where it makes no difference.
     */
    static Stream<Hindrances> all(Instant now) {
        return Stream.of(Start.values())
                .flatMap(start -> Stream.of(Window.values())
                        .filter(window -> start != Start.NOW || window == Window.LATER_TODAY)
                        .flatMap(window -> Stream.of(OnDeadline.values())
                                .filter(onDeadline -> onDeadline == OnDeadline.ALERT || window.isFarAway())
                                .flatMap(onDeadline -> Stream.of(Pause.values())
                                        .flatMap(pause -> Stream.of(Approval.values())
                                                .filter(approval ->
                                                        start == Start.BY_ITSELF || approval == Approval.WANTED)
                                                .flatMap(approval -> Stream.of(Alerts.values())
                                                        .map(alerts -> new Hindrances(
                                                                now,
                                                                window,
                                                                onDeadline,
                                                                pause,
                                                                approval,
                                                                alerts,
                                                                start)))))))
                .filter(hindrances -> hindrances.details() <= 1)
                .filter(hindrances -> !hindrances.isClosedForAll() || hindrances.window == Window.LATER_TODAY);
    }

    private long details() {
        return Stream.of(
                        pause != Pause.NONE && pause != Pause.UNTIL_SOMEBODY_RESUMES,
                        approval != Approval.NOT_WANTED && approval != Approval.WANTED,
                        alerts == Alerts.UNKNOWN)
                .filter(isDetail -> isDetail)
                .count();
    }

    private boolean isClosedForAll() {
        return isPaused() || isUnapproved();
    }

    boolean isPaused() {
        return pause != Pause.NONE && pause != Pause.OVER;
    }

    boolean isUnapproved() {
        return start == Start.BY_ITSELF && (approval == Approval.WANTED || approval == Approval.STALE);
    }

    boolean areAlertsInTheWay() {
        return alerts != Alerts.QUIET && start != Start.NOW;
    }

    boolean isWindowOpen() {
        return window == Window.ANY_TIME || window == Window.OPEN || start == Start.NOW;
    }

    Hindrances resumed() {
        return new Hindrances(now, window, onDeadline, Pause.NONE, approval, alerts, start);
    }

    Hindrances started(Start other) {
        return new Hindrances(now, window, onDeadline, pause, approval, alerts, other);
    }

    /** What stands on the anchor's Certificate. */
    Map<String, String> annotations(Intent intent) {
        Map<String, String> all = new HashMap<>();
        if (pause != Pause.NONE) {
            all.put("paused", "the sale");
        }
        switch (pause) {
            case FOR_SOME_HOURS ->
                all.put("paused-until", now.plus(Duration.ofHours(2)).toString());
            case OVER -> all.put("paused-until", now.minus(Duration.ofHours(1)).toString());
            case WITH_AN_UNREADABLE_END -> all.put("paused-until", "some day");
            default -> {}
        }
        if (approval == Approval.GIVEN) {
            all.put("approve", intent.retire().abbreviated());
        } else if (approval == Approval.STALE) {
            all.put("approve", Pki.OTHER.certificate().fingerprint().abbreviated());
        }
        return all;
    }

    Intent noted(Intent intent) {
        return approval == Approval.NOTED ? intent.withApproval(Pki.NOW) : intent;
    }

    /** One workload a batch, which takes two minutes. */
    Policy policy(Circumstance circumstance) {
        Schedule schedule = new Schedule(
                true,
                Optional.empty(),
                approval != Approval.NOT_WANTED,
                onDeadline,
                circumstance.policy().schedule().holdIssuer(),
                windows());
        return Schedules.slow(start == Start.NOW ? schedule.withoutWindows() : schedule, Duration.ofMinutes(2));
    }

    /** As the commands make them. */
    Gates gates(Policy policy, TrustState state, Intent intent) {
        Optional<String> objection = start == Start.NOW ? Optional.empty() : objection();
        return new UsualGates(policy, start == Start.BY_ITSELF, () -> objection).gates(state, Optional.of(intent));
    }

    private Optional<String> objection() {
        return switch (alerts) {
            case QUIET -> new Quiet().objection();
            case FIRING -> new Firing(List.of("CheckoutDown")).objection();
            case UNKNOWN ->
                new Unknown("Prometheus https://prometheus.example cannot tell which alerts fire").objection();
        };
    }

    /** Once a month: nothing but the next opening or two is ever in reach. */
    MaintenanceWindows windows() {
        Instant later = now.plus(Duration.ofHours(3));
        Instant before = now.minus(Duration.ofMinutes(359));
        return switch (window) {
            case ANY_TIME -> MaintenanceWindows.ALWAYS;
            case OPEN -> Schedules.windows(monthly(now, "6h"));
            case ENDING -> Schedules.windows(monthly(before, "6h"), monthly(before.plus(Duration.ofDays(1)), "6h"));
            case LATER_TODAY -> Schedules.windows(monthly(later, "4h"));
            case IN_DAYS -> Schedules.windows(monthly(now.plus(Duration.ofDays(5)), "4h"));
            case TOO_SHORT -> Schedules.windows(monthly(now, "1m"));
            case TOO_SHORT_LATER_TODAY -> Schedules.windows(monthly(later, "1m"));
            case NO_MORE -> Schedules.windows(excluded(later), yearly(later, "4h"));
        };
    }

    private static String monthly(Instant start, String length) {
        ZonedDateTime at = start.atZone(ZoneOffset.UTC);
        return "%d %d %d * * for %s".formatted(at.getMinute(), at.getHour(), at.getDayOfMonth(), length);
    }

    private static String yearly(Instant start, String length) {
        ZonedDateTime at = start.atZone(ZoneOffset.UTC);
        return "%d %d %d %d * for %s"
                .formatted(at.getMinute(), at.getHour(), at.getDayOfMonth(), at.getMonthValue(), length);
    }

    private static Set<LocalDate> excluded(Instant start) {
        LocalDate day = start.atZone(ZoneOffset.UTC).toLocalDate();
        return Set.of(day, day.plusYears(1), day.plusYears(2));
    }
}
