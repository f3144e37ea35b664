package io.capstan.rotation;

import java.util.Locale;

/** How a rotation gets from the old anchor to the new one. */
public enum Strategy {
    /** One restart of the data plane, then a wait until every leaf has been renewed. Breaks no handshake. */
    SEAMLESS,
    /** Two restarts of the data plane instead of the wait. Breaks no handshake. */
    PROMPT,
    /** The order of Linkerd's documentation: issuer first, then control plane, then data plane. Breaks handshakes. */
    DOCUMENTED;

    /** As people write it: {@code seamless}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether leaves under the old anchor are replaced by restarting their pods rather than waited for. */
    boolean restartsForLeaves() {
        return this != SEAMLESS;
    }
}
