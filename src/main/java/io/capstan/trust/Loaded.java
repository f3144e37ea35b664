package io.capstan.trust;

import io.capstan.pki.AnchorSet;
import io.capstan.pki.Certificate;
import java.time.Instant;

/** The anchors that a running program has loaded, as far as there is evidence of it. Anchors are read once, at start. */
public sealed interface Loaded {
    /** Whether it is certain that {@code anchor} is among them. */
    boolean has(Certificate anchor);

    /** Whether it is certain that {@code anchor} is not among them. Unknown is neither. */
    boolean lacks(Certificate anchor);

    /** Whether something outside {@code anchors} may be among them. */
    boolean mayExceed(AnchorSet anchors);

    /** Exactly these: read from the pod itself, or inferred from when it was created. */
    record Exactly(AnchorSet anchors, Grade grade) implements Loaded {
        @Override
        public boolean has(Certificate anchor) {
            return anchors.trusts(anchor);
        }

        @Override
        public boolean lacks(Certificate anchor) {
            return !has(anchor);
        }

        @Override
        public boolean mayExceed(AnchorSet allowed) {
            return !allowed.trustsAll(anchors);
        }
    }

    /**
     * Not known, but loaded at a known time.
     *
     * @param by whatever it loaded existed by then; an anchor that was made later cannot be among it
     */
    record Unknown(Instant by) implements Loaded {
        @Override
        public boolean has(Certificate anchor) {
            return false;
        }

        @Override
        public boolean lacks(Certificate anchor) {
            return by.isBefore(anchor.notBefore());
        }

        @Override
        public boolean mayExceed(AnchorSet allowed) {
            return true;
        }
    }

    /** How good the evidence is. */
    enum Grade {
        /** Read from the pod's own annotation and environment. */
        READ,
        /** Follows from the pod's age: it was created after the bundle's last change plus the margins. */
        INFERRED
    }
}
