package io.capstan.rotation;

import io.capstan.pki.AnchorSet;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ManagedCertificate;
import io.capstan.trust.PreviousAnchors;
import io.capstan.trust.RestartMark;
import io.capstan.trust.Workload;
import java.util.List;
import java.util.stream.Collectors;

/** One thing to do to the cluster. Idempotent, and conditional on what was seen. */
public sealed interface Step {
    /** In words that can follow "now:" or a number. */
    String text();

    /** Whether users may notice what they would not without it: only such steps wait for a maintenance window. */
    boolean disturbs();

    /** Ask cert-manager for a new anchor, as {@code cmctl renew} does. */
    record RenewAnchor(ManagedCertificate anchor) implements Step {
        @Override
        public String text() {
            return "renew the trust anchor (" + anchor.ref() + ")";
        }

        @Override
        public boolean disturbs() {
            return true;
        }
    }

    /** Ask cert-manager for a new identity issuer. */
    record RenewIssuer(ManagedCertificate issuer) implements Step {
        @Override
        public String text() {
            return "renew the identity issuer (" + issuer.ref() + ")";
        }

        @Override
        public boolean disturbs() {
            return false;
        }
    }

    /**
     * Keep cert-manager from renewing the issuer by itself while restarts are under way (cert-manager 1.21).
     *
     * @param policy {@code spec.renewal.policy} as it is, to be given back; {@link CertificateResource#UNSET} if it is not set
     */
    record HoldIssuer(ManagedCertificate issuer, String policy) implements Step {
        @Override
        public String text() {
            return "hold the identity issuer's renewal (" + issuer.ref() + ", spec.renewal.policy: Disabled)";
        }

        @Override
        public boolean disturbs() {
            return false;
        }
    }

    /**
     * Give the issuer's renewal policy back.
     *
     * @param policy as it was before it was held
     */
    record ReleaseIssuer(ManagedCertificate issuer, String policy) implements Step {
        @Override
        public String text() {
            return "give " + issuer.ref() + " its renewal policy back (" + policy + ")";
        }

        @Override
        public boolean disturbs() {
            return false;
        }
    }

    /** Restart workloads, a batch at once. */
    record Restart(List<Workload> workloads, String anchor, RestartMark.Cause cause) implements Step {
        public Restart {
            workloads = List.copyOf(workloads);
        }

        @Override
        public String text() {
            return "restart "
                    + workloads.stream()
                            .map(workload -> workload.ref().toString())
                            .collect(Collectors.joining(", "));
        }

        @Override
        public boolean disturbs() {
            return !cause.isUrgent();
        }
    }

    /** Put {@code anchors}, certificates only, into the previous slot. */
    record SetPrevious(PreviousAnchors slot, AnchorSet anchors) implements Step {
        /** What the slot does not hold yet. */
        AnchorSet added() {
            return anchors.minus(slot.anchors());
        }

        /** Whether nothing leaves the slot. */
        boolean isAddition() {
            return anchors.containsAll(slot.anchors());
        }

        @Override
        public String text() {
            if (!slot.exists()) {
                return "create " + slot.ref() + " with " + anchors;
            }
            return isAddition()
                    ? "put " + added() + " into " + slot.ref() + ", beside what it holds"
                    : "make " + slot.ref() + " hold only " + anchors + ", so that the old anchor leaves the bundle";
        }

        @Override
        public boolean disturbs() {
            return false;
        }
    }
}
