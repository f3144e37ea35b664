package io.capstan.rotation;

import io.capstan.pki.Certificate;
import io.capstan.trust.TrustState;
import io.capstan.window.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * That a rotation is due.
 *
 * @param text why, as a clause
 */
public record Due(Reason reason, String text) {
    /** Why; also a label of a metric. */
    public enum Reason {
        /** The anchor has been renewed by somebody else, and that is not finished. */
        UNATTENDED("cert-manager, or whoever renewed it"),
        /** A person has asked by annotation. */
        REQUESTED("annotation capstan.io/rotate"),
        /** The anchor's end is near. */
        EXPIRY("capstan run"),
        /** The anchor is old. */
        AGE("capstan run");

        private final String requestedBy;

        Reason(String requestedBy) {
            this.requestedBy = requestedBy;
        }

        /** As people write it: {@code expiry}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Why a rotation is due, the most pressing reason first; empty if none is. It may be under way already. A reason for
     * which none is begun does not hide one for which one is.
     */
    public static Optional<Due> of(TrustState state, Policy policy) {
        List<Due> reasons = Stream.of(unattended(state), requested(state), expiry(state, policy), age(state, policy))
                .flatMap(Optional::stream)
                .toList();
        return reasons.stream()
                .filter(due -> due.isBegunBy(policy.schedule()))
                .findFirst()
                .or(() -> reasons.stream().findFirst());
    }

    /** Who asked, as far as that can be told. */
    public String requestedBy() {
        return reason.requestedBy;
    }

    /** Whether what was {@code asked} for was due, rather than started by hand. */
    public static boolean isWhy(Asked asked) {
        return Stream.of(Reason.values()).anyMatch(reason -> reason.requestedBy.equals(asked.requestedBy()));
    }

    /** Whether it is begun without a person: where nothing is automatic, only what a person asked for is. */
    public boolean isBegunBy(Schedule schedule) {
        return schedule.automatic() || reason == Reason.REQUESTED;
    }

    private static Optional<Due> unattended(TrustState state) {
        return state.isUnfinished()
                ? Optional.of(new Due(
                        Reason.UNATTENDED,
                        "the trust anchor was renewed to "
                                + state.anchor().fingerprint().abbreviated()
                                + " without Capstan, and that is not finished"))
                : Optional.empty();
    }

    /** An anchor that is on its way out is asked for as long as it is in the previous slot: nobody may remember but this. */
    private static Optional<Due> requested(TrustState state) {
        return state.wanted().stream()
                .filter(state.snapshot().instructions()::asksToRetire)
                .findFirst()
                .map(retire -> new Due(
                        Reason.REQUESTED,
                        "annotation capstan.io/rotate asks to retire "
                                + retire.fingerprint().abbreviated()));
    }

    private static Optional<Due> expiry(TrustState state, Policy policy) {
        Certificate anchor = state.anchor();
        Duration left = Duration.between(state.snapshot().now(), anchor.notAfter());
        return left.compareTo(policy.rotateBefore()) <= 0 && !isDueFromTheStart(anchor, policy)
                ? Optional.of(new Due(
                        Reason.EXPIRY,
                        "the trust anchor expires at " + anchor.notAfter() + " (capstan.rotate-before is "
                                + Durations.text(policy.rotateBefore()) + ")"))
                : Optional.empty();
    }

    /** An anchor that lives no longer than that would be due as soon as it is made, and so would the next, for ever. */
    public static boolean isDueFromTheStart(Certificate anchor, Policy policy) {
        return policy.rotateBefore().compareTo(anchor.life()) >= 0;
    }

    private static Optional<Due> age(TrustState state, Policy policy) {
        Instant made = state.anchor().notBefore();
        Duration age = Duration.between(made, state.snapshot().now());
        return policy.schedule()
                .maxAge()
                .filter(most -> age.compareTo(most) >= 0)
                .map(most -> new Due(
                        Reason.AGE,
                        "the trust anchor was made at " + made + " (capstan.max-age is " + Durations.text(most) + ")"));
    }
}
