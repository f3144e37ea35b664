package io.capstan.trust;

import io.capstan.pki.Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code capstan.io/restarted-for} in a pod template: only there to bound how often one thing is tried.
 *
 * @param anchor the abbreviated fingerprint of the anchor for whose sake the workload was restarted
 * @param cause what the restart was to bring about
 * @param attempt from 1
 */
public record RestartMark(String anchor, Cause cause, int attempt) {
    public static final String ANNOTATION = "capstan.io/restarted-for";

    private static final Pattern FORMAT = Pattern.compile("([0-9a-f]{12})/([a-z-]+)/([0-9]{1,6})");

    /** What a restart is to bring about. */
    public enum Cause {
        LOAD_ANCHOR("they should have loaded the new anchor"),
        USE_ISSUER("they should use the new issuer"),
        RENEW_LEAF("their leaves should be under the new anchor"),
        DROP_OLD_ANCHOR("they should have dropped the old anchor"),
        /** They refuse peers now: whatever is lost by a restart is lost already. */
        RESTORE_TRUST("they should trust every anchor that is in use");

        private final String wanted;

        Cause(String wanted) {
            this.wanted = wanted;
        }

        /** How the restarted pods should be, as a clause. */
        public String wanted() {
            return wanted;
        }

        /** Whether it mends what fails already, so that it waits for no window and no other restart. */
        public boolean isUrgent() {
            return this == RESTORE_TRUST;
        }

        /** As the annotation has it: {@code load-anchor}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @return empty if {@code text} is none */
        public static Optional<Cause> of(String text) {
            for (Cause cause : values()) {
                if (cause.text().equals(text)) {
                    return Optional.of(cause);
                }
            }
            return Optional.empty();
        }
    }

    /** How often a workload with {@code mark} was already restarted for this cause: 0 if the mark speaks of another one. */
    public static int attempts(Optional<RestartMark> mark, Certificate anchor, Cause cause) {
        return attempts(mark, anchor.fingerprint().abbreviated(), cause);
    }

    private static int attempts(Optional<RestartMark> mark, String anchor, Cause cause) {
        return mark.filter(m -> m.anchor.equals(anchor) && m.cause == cause)
                .map(RestartMark::attempt)
                .orElse(0);
    }

    /**
     * The mark of the next attempt.
     *
     * @param anchor abbreviated
     */
    public static RestartMark next(Optional<RestartMark> mark, String anchor, Cause cause) {
        return new RestartMark(anchor, cause, attempts(mark, anchor, cause) + 1);
    }

    /** Reads an annotation's value; anything that Capstan did not write is no mark. */
    public static Optional<RestartMark> parse(String value) {
        Matcher matcher = FORMAT.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Cause.of(matcher.group(2))
                .map(cause -> new RestartMark(matcher.group(1), cause, Integer.parseInt(matcher.group(3))));
    }

    @Override
    public String toString() {
        return anchor + "/" + cause.text() + "/" + attempt;
    }
}
