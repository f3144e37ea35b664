package io.capstan.rotation;

import io.capstan.window.MaintenanceWindows;
import java.time.Duration;
import java.util.Optional;

/**
 * When rotations begin and go on by themselves.
 *
 * @param automatic whether a rotation is begun because of the anchor's age or end, or taken up after an unattended renewal;
 *     one that a person asked for always is
 * @param maxAge the age of an anchor at which a rotation is due; empty for none
 * @param approvalRequired whether a due rotation waits until a person approves it
 * @param holdIssuer whether cert-manager is kept from renewing the issuer while restarts are under way
 */
public record Schedule(
        boolean automatic,
        Optional<Duration> maxAge,
        boolean approvalRequired,
        OnDeadline onDeadline,
        boolean holdIssuer,
        MaintenanceWindows windows) {
    public Schedule withoutWindows() {
        return new Schedule(automatic, maxAge, approvalRequired, onDeadline, holdIssuer, MaintenanceWindows.ALWAYS);
    }

    public Schedule withoutHold() {
        return new Schedule(automatic, maxAge, approvalRequired, onDeadline, false, windows);
    }

    /** Automatic, at any time, without asking. */
    public static final Schedule ANY_TIME =
            new Schedule(true, Optional.empty(), false, OnDeadline.ALERT, false, MaintenanceWindows.ALWAYS);
}
