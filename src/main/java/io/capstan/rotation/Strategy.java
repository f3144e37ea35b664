package io.capstan.rotation;

import io.capstan.trust.TrustState;
import java.util.Locale;

/** How a rotation gets from the old anchor to the new one. */
public enum Strategy {
    /** One restart of the data plane, then a wait until every leaf has been renewed. Breaks no handshake. */
    SEAMLESS,
    /** Two restarts of the data plane instead of the wait. Breaks no handshake. */
    PROMPT,
    /** The order of Linkerd's documentation: issuer first, then control plane, then data plane. Breaks handshakes. */
    DOCUMENTED,
    /** Everything at once, where the anchor or the issuer has expired. Ends a downtime; refused where there is none. */
    RECOVER;

    /** As people write it: {@code seamless}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether leaves under the old anchor are replaced by restarting their pods rather than waited for. */
    boolean restartsForLeaves() {
        return this == PROMPT || this == DOCUMENTED;
    }

    /** Whether nothing is issued under the new anchor before everybody has loaded it. */
    boolean guardsTrust() {
        return this == SEAMLESS || this == PROMPT;
    }

    /** Whether it gets a new anchor to everybody in an order of its own. */
    boolean hasOwnOrder(TrustState state) {
        return !guardsTrust() && state.isUnfinished();
    }

    /** Whether {@code phase} is one that it goes through in that order. */
    boolean rules(Phase phase, TrustState state) {
        return hasOwnOrder(state) && (phase == Phase.BROKEN || phase == Phase.DISTRIBUTING || phase == Phase.SWITCHING);
    }

    /** Whether it may be what is done without a person. */
    public boolean isForEveryDay() {
        return this != RECOVER;
    }
}
