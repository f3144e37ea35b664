package io.capstan.setup;

import java.time.Duration;

/**
 * How a cluster is to be set up.
 *
 * @param asDocumented the documentation's objects to the letter, its traps included
 * @param improve whether what is there already, and works, may be changed for the better
 * @param rotateBefore the time before the anchor's end at which Capstan rotates it
 */
public record Manner(boolean asDocumented, boolean improve, Duration rotateBefore) {

    /**
     * {@code spec.renewBefore} of the anchor where cert-manager can renew it by itself: half of the time that Capstan has, so
     * that cert-manager acts only long after Capstan should have, and still a good while before the end.
     */
    Duration lateRenewal() {
        return rotateBefore.dividedBy(2);
    }
}
