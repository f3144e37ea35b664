package io.capstan.setup;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.Snapshot;
import java.util.Set;

/**
 * What a look at the cluster has found.
 *
 * @param snapshot the trust as far as it is there
 * @param present which of the set-up's objects exist, the trust namespace among them
 */
public record Found(Snapshot snapshot, Set<ObjectRef> present, Programs programs) {
    public Found {
        present = Set.copyOf(present);
    }

    /**
     * The programs that the set-up is for.
     *
     * @param certManager whether {@code cert-manager.io/v1} is served
     * @param trustManager whether {@code trust.cert-manager.io/v1alpha1} is served
     * @param canDisableRenewal whether this cert-manager knows {@code spec.renewal.policy} (from 1.21)
     */
    public record Programs(boolean certManager, boolean trustManager, boolean canDisableRenewal) {}

    /** The anchor, and every other that the mesh trusts: what its bundle holds. */
    AnchorSet trusted() {
        AnchorSet bundle = snapshot.bundle().anchors();
        return snapshot.anchor().certificate().map(bundle::plus).orElse(bundle);
    }

    public boolean has(ObjectRef object) {
        return present.contains(object);
    }
}
